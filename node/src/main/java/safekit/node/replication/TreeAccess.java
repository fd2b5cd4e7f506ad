package safekit.node.replication;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import safekit.core.bytes.Bytes;
import safekit.core.replication.Attributes;
import safekit.core.replication.Entry;
import safekit.core.replication.FileId;
import safekit.core.replication.Moment;
import safekit.core.replication.Name;
import safekit.core.replication.Operation;
import safekit.core.replication.Path;

/**
 * The replicated directories below mount and fence, by this node's own file ids. Thread-safe. Every
 * failure is an {@link IOException}; a file or name that is not there is a {@link
 * java.nio.file.NoSuchFileException}.
 */
public interface TreeAccess {
    /**
     * A file as it is now.
     *
     * @param id its id on this node; a root is {@link FileId#root}
     * @param size bytes, 0 for what has no data
     * @param device device number of a device node, else 0
     * @param links number of names
     * @param accessed access time
     */
    record Node(
            FileId id, Attributes attributes, long size, long device, int links, Moment accessed) {
        /** Whether it is a directory. */
        boolean directory() {
            return (attributes.mode() & Modes.TYPE) == Modes.DIRECTORY;
        }

        /** Whether it holds data. */
        boolean regular() {
            return (attributes.mode() & Modes.TYPE) == Modes.REGULAR;
        }

        /** Whether it is a symbolic link. */
        boolean symlink() {
            return (attributes.mode() & Modes.TYPE) == Modes.SYMLINK;
        }
    }

    /** Type bits of {@code st_mode}. */
    final class Modes {
        static final int TYPE = 0170000;
        static final int DIRECTORY = 0040000;
        static final int REGULAR = 0100000;
        static final int SYMLINK = 0120000;
        static final int PERMISSIONS = 07777;

        private Modes() {}
    }

    /** Whether a file may have names that are not there for the replication. */
    default boolean hidesNames() {
        return false;
    }

    /**
     * A file without a name.
     *
     * @param kept it exists as long as this is not closed, or when it has got a name
     */
    record Unnamed(FileId id, Closeable kept) {}

    /** How many replicated directories there are. */
    int directories();

    /** The id of a file that the file system names by inode number and generation. */
    FileId id(int directory, long inode, long generation);

    /** The file itself. */
    Node stat(FileId file) throws IOException;

    /** The file when it is still there and has a name. */
    default Optional<Node> find(FileId file) throws IOException {
        try {
            Node node = stat(file);
            return node.links() == 0 ? Optional.empty() : Optional.of(node);
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    /**
     * What a name means, empty when nothing has it, or when the parent is no directory any more.
     */
    Optional<Node> lookup(FileId parent, Name name) throws IOException;

    /**
     * Some names of a directory.
     *
     * @param names sorted
     * @param end up to here all were looked at; null = there are no more behind
     */
    record Names(List<Name> names, @Nullable Name end) {}

    /** The first names behind a given one, or from the beginning: at most so many. */
    Names list(FileId directory, @Nullable Name beyond, int most) throws IOException;

    /** All names in a directory, sorted. */
    default List<Name> list(FileId directory) throws IOException {
        return list(directory, null, Integer.MAX_VALUE).names();
    }

    /** One regular file while it is open: several acts with one way to it. Not thread-safe. */
    interface OpenFile extends AutoCloseable {
        /** The file as it is now. */
        Node stat() throws IOException;

        /** Reads up to the buffer's limit; fewer bytes only at the end of the file. */
        int read(long offset, ByteBuffer into) throws IOException;

        /** Writes all bytes between position and limit. */
        void write(long offset, ByteBuffer from) throws IOException;

        /** Sets the size. */
        void truncate(long size) throws IOException;

        /** All extended attributes but ours. */
        List<Operation.ExtendedAttribute> extended() throws IOException;

        /** Makes the extended attributes these; ours stay. */
        void replaceExtended(List<Operation.ExtendedAttribute> all) throws IOException;

        /** Sets what the mask names, as {@link TreeAccess#setAttributes}. */
        void setAttributes(int mask, Attributes attributes, Moment accessed) throws IOException;

        /** Where data begin, here or behind; {@link Long#MAX_VALUE} when there are none. */
        long data(long from) throws IOException;

        /** Where the data end that are here; the end of the file is a hole. */
        long hole(long from) throws IOException;

        /** Makes this a hole; the size stays. */
        void punch(long offset, long length) throws IOException;

        @Override
        void close();
    }

    /** Opens a regular file. */
    OpenFile open(FileId file, boolean writing) throws IOException;

    /** A way to the file from its root; empty when it has no name any more. */
    Optional<Path> path(FileId file) throws IOException;

    /** What a symbolic link points to. */
    Bytes target(FileId link) throws IOException;

    /** Reads up to the buffer's limit; the bytes read, fewer only at the end of the file. */
    int read(FileId file, long offset, ByteBuffer into) throws IOException;

    /** Writes all bytes between position and limit. */
    void write(FileId file, long offset, ByteBuffer from) throws IOException;

    /** Sets the size. */
    void truncate(FileId file, long size) throws IOException;

    /** A new file of the type in the mode, with owner, permissions and modification time. */
    Node create(Entry at, Attributes attributes, long device, Bytes target) throws IOException;

    /**
     * As {@link #create}, but only this process's owner may use it until it is given attributes.
     */
    Node make(Entry at, int mode, long device, Bytes target) throws IOException;

    /** A new regular file without a name in the file system of this directory. */
    Unnamed createUnnamed(FileId directory, Attributes attributes) throws IOException;

    /** One more name of a file. */
    void link(FileId file, Entry at) throws IOException;

    /** Removes a name that is no directory. */
    void unlink(Entry at) throws IOException;

    /** Removes an empty directory. */
    void removeDirectory(Entry at) throws IOException;

    /** Renames within one replicated directory. */
    void rename(Entry from, Entry to, Operation.Rename.How how) throws IOException;

    /** Sets what the mask names (bits of {@link Operation.Mask}); permissions after the owner. */
    void setAttributes(FileId file, int mask, Attributes attributes, Moment accessed)
            throws IOException;

    /** fallocate(2). */
    void allocate(FileId file, int mode, long offset, long length) throws IOException;

    /** Sets an extended attribute. */
    void setExtended(FileId file, Bytes name, Bytes value, int flags) throws IOException;

    /** Removes an extended attribute. */
    void removeExtended(FileId file, Bytes name) throws IOException;

    /** All extended attributes but ours. */
    List<Operation.ExtendedAttribute> extended(FileId file) throws IOException;

    /** Makes the extended attributes these; ours stay. */
    void replaceExtended(FileId file, List<Operation.ExtendedAttribute> all) throws IOException;

    /** fsync(2) or fdatasync(2). */
    void sync(FileId file, boolean dataOnly) throws IOException;

    /** Everything written so far is on the disk when this returns. */
    void syncAll() throws IOException;
}
