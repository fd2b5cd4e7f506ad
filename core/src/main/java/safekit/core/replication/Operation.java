package safekit.core.replication;

import java.util.List;
import java.util.Optional;
import safekit.core.bytes.Bytes;

/**
 * One change of the replicated tree, in the order of the stream (design.md section 5). Each carries
 * the times that the primary has after it, so that both trees stay equal. A namespace operation
 * that the primary's filesystem refused is never sent.
 *
 * <p>{@link Write} is the form for tests and cold paths; the hot path writes and reads the same
 * bytes through {@code safekit.core.wire.WriteCodec}.
 */
public sealed interface Operation {

    /**
     * Data written.
     *
     * @param clearsPrivileges whether set-user-id, set-group-id and capabilities went away
     */
    record Write(FileId file, long offset, Moment modified, boolean clearsPrivileges, Bytes data)
            implements Operation {}

    /** The size changed. */
    record Truncate(FileId file, long size, Moment modified, boolean clearsPrivileges)
            implements Operation {}

    /**
     * A new file of any type: the type is in the mode.
     *
     * @param at the directory's modification time afterwards
     * @param device device number of a device node, else 0
     * @param target what a symbolic link points to, else empty
     */
    record Create(
            FileId parent,
            Name name,
            Moment at,
            FileId file,
            Attributes attributes,
            long device,
            Bytes target)
            implements Operation {}

    /** A file without a name (O_TMPFILE), in the filesystem of this directory. */
    record CreateUnnamed(FileId directory, FileId file, Attributes attributes)
            implements Operation {}

    /** One more name; the first one of an unnamed file. */
    record Link(FileId file, FileId parent, Name name, Moment at) implements Operation {}

    /** A name that is no directory is gone. Its file lives on while it has names or is open. */
    record Unlink(FileId parent, Name name, Moment at) implements Operation {}

    /** An empty directory is gone. */
    record RemoveDirectory(FileId parent, Name name, Moment at) implements Operation {}

    /**
     * A rename.
     *
     * @param at modification time of both directories
     */
    record Rename(Entry from, Entry to, How how, Moment at) implements Operation {
        /** The flags of renameat2(2). The order is the wire code: append only. */
        public enum How {
            /** An existing target is replaced. */
            REPLACE,
            /** The target did not exist. */
            NO_REPLACE,
            /** The two names changed places. */
            EXCHANGE,
            /** As REPLACE, and the old name means a new character device 0:0 (RENAME_WHITEOUT). */
            WHITEOUT
        }
    }

    /**
     * Attributes set.
     *
     * @param mask which ones, bits of {@link Mask}
     * @param accessed meaningful with {@link Mask#ACCESSED}
     */
    record SetAttributes(FileId file, int mask, Attributes attributes, Moment accessed)
            implements Operation {}

    /** Which attributes {@link SetAttributes} sets. */
    final class Mask {
        /** Permission bits. */
        public static final int MODE = 1;

        /** Owner. */
        public static final int UID = 2;

        /** Group. */
        public static final int GID = 4;

        /** Access time. */
        public static final int ACCESSED = 8;

        /** Modification time. */
        public static final int MODIFIED = 16;

        /** All of them. */
        public static final int ALL = 31;

        private Mask() {}
    }

    /** Times only: the end of a series of writes through a mapping or the writeback cache. */
    record Times(FileId file, Moment accessed, Moment modified) implements Operation {}

    /** An extended attribute set; {@code flags} as in setxattr(2). */
    record SetExtended(FileId file, Bytes name, Bytes value, int flags) implements Operation {}

    /** An extended attribute removed. */
    record RemoveExtended(FileId file, Bytes name) implements Operation {}

    /** fallocate(2) with its mode bits: may punch holes, zero or move data. */
    record Allocate(FileId file, int mode, long offset, long length, Moment modified)
            implements Operation {}

    /** The application asked that the file be on disk; answered by a sync acknowledgement. */
    record Sync(FileId file, boolean dataOnly) implements Operation {}

    /** From here on in this session this id means the file that now has this name. */
    record Introduce(FileId file, Entry entry) implements Operation {}

    /** The id is not used any more in this session; an unnamed file may go. */
    record Forget(FileId file) implements Operation {}

    /** Reintegration: data of the source, as it is at this point of the stream. */
    record Copy(FileId file, long offset, Bytes data) implements Operation {}

    /**
     * Reintegration: hashes of the source's blocks at this point of the stream; the receiver
     * answers with the blocks that differ.
     *
     * @param size size of the file, so that what is longer on the receiver is cut
     */
    record Compare(FileId file, long size, long offset, int blockSize, Digests digests)
            implements Operation {}

    /**
     * Reintegration: the names of a directory, in order. The receiver removes what it has between
     * the first and the last name of a part, or beyond, and is not listed. It answers which of the
     * files it had to make, hence have no data there. A {@link #SINGLE} name says nothing of others
     * and is not answered.
     *
     * @param part number of the part, from 0
     * @param last whether this part is the last one
     */
    record Listing(FileId directory, int part, boolean last, List<Listed> entries)
            implements Operation {
        /** The part that holds one name, whatever the others are. */
        public static final int SINGLE = Integer.MAX_VALUE;

        /** Copies the list. */
        public Listing {
            entries = List.copyOf(entries);
        }

        /** Whether it says nothing of other names. */
        public boolean single() {
            return part == SINGLE;
        }
    }

    /** One name of a {@link Listing}. */
    record Listed(Name name, FileId file, Attributes attributes, long size, long device) {}

    /** Reintegration: all extended attributes of a file; others are removed on the receiver. */
    record Extended(FileId file, List<ExtendedAttribute> all) implements Operation {
        /** Copies the list. */
        public Extended {
            all = List.copyOf(all);
        }
    }

    /**
     * Reintegration: all of a small file at this point of the stream.
     *
     * @param data its content, at most one packet
     */
    record Whole(
            FileId file,
            Attributes attributes,
            Moment accessed,
            List<ExtendedAttribute> extended,
            Bytes data)
            implements Operation {
        /** Copies the list. */
        public Whole {
            extended = List.copyOf(extended);
        }
    }

    /**
     * Reintegration: as {@link Whole}, with hashes in place of the content; the receiver answers
     * with the blocks that differ, as to a {@link Compare} from the file's beginning to its end.
     */
    record WholeCompare(
            FileId file,
            Attributes attributes,
            Moment accessed,
            List<ExtendedAttribute> extended,
            long size,
            int blockSize,
            Digests digests)
            implements Operation {
        /** Copies the list. */
        public WholeCompare {
            extended = List.copyOf(extended);
        }
    }

    /** Reintegration: the source has no data here; what the receiver has becomes a hole. */
    record Hole(FileId file, long offset, long length) implements Operation {}

    /**
     * Verification: these are the names of a directory behind one name and up to another one, or
     * from its beginning, or to its end. Changes nothing; the receiver answers with one bit.
     *
     * @param again whether a difference was found before: it is reported
     */
    record VerifyNames(
            FileId directory,
            Optional<Name> from,
            Optional<Name> to,
            boolean again,
            List<Name> names)
            implements Operation {
        /** Copies the list. */
        public VerifyNames {
            names = List.copyOf(names);
        }
    }

    /**
     * Verification: what a name of a directory means, with the hashes of some of its data. Changes
     * nothing; the receiver answers with a bit for what is not data, and one for each block.
     *
     * @param name empty for the directory itself
     * @param again whether a difference was found before: it is reported
     * @param links number of its names, 0 = of no interest
     * @param target what a symbolic link points to, else empty
     */
    record VerifyFile(
            FileId directory,
            Optional<Name> name,
            boolean again,
            Attributes attributes,
            int links,
            long size,
            long device,
            Bytes target,
            List<ExtendedAttribute> extended,
            long offset,
            int blockSize,
            Digests digests)
            implements Operation {
        /** Copies the list. */
        public VerifyFile {
            extended = List.copyOf(extended);
        }
    }

    /** One extended attribute. */
    record ExtendedAttribute(Bytes name, Bytes value) {}
}
