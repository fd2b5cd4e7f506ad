package safekit.linux.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import safekit.linux.sys.Directories;
import safekit.linux.sys.Errno;
import safekit.linux.sys.Files;
import safekit.linux.sys.Memory;
import safekit.linux.sys.OpenFlags;
import safekit.linux.sys.Scratch;

/**
 * A directory and everything below it on the same mount, reached through a descriptor: a mount over
 * the directory does not hide it from here. Needs root and a file system with file handles.
 *
 * <p>Methods return 0 or a new descriptor, or the negated errno: EXDEV for what is on another
 * mount, EINVAL and ENAMETOOLONG for a name that cannot be one, ESTALE for a file that is gone.
 * Thread-safe.
 */
public final class LowerTree implements Closeable {
    static final byte[] EMPTY = {};
    private static final byte[] DOT = {'.'};
    private static final int NAME_BYTES = 255;
    private static final int BASE = OpenFlags.NO_FOLLOW | OpenFlags.CLOSE_ON_EXEC;
    private static final int REFERENCE = OpenFlags.PATH | BASE;
    private static final int PARENT = OpenFlags.PATH | OpenFlags.DIRECTORY | BASE;

    private final int top;
    private final int mount;
    private final HandleFormat format;
    private final FileId root;

    private LowerTree(int top, int mount, HandleFormat format, FileId root) {
        this.top = top;
        this.mount = mount;
        this.format = format;
        this.root = root;
    }

    /** Opens this directory. */
    public static LowerTree open(Path directory) throws IOException {
        byte[] path = directory.toString().getBytes(StandardCharsets.UTF_8);
        Scratch scratch = Scratch.mine();
        int flags = OpenFlags.DIRECTORY | OpenFlags.CLOSE_ON_EXEC;
        int top = Files.open(Files.NO_DIRECTORY, scratch.path(path), flags, 0);
        if (top < 0) {
            throw new IOException(directory + ": cannot be opened: errno " + -top);
        }
        try {
            long handle = scratch.structure();
            int mount = handleOf(top, scratch, handle);
            if (mount < 0) {
                throw new IOException(
                        directory + ": its file system has no file handles: errno " + -mount);
            }
            HandleFormat format = HandleFormat.of(handle);
            var root = new FileId(format.inode(handle), format.generation(handle));
            return new LowerTree(top, mount, format, root);
        } catch (IOException e) {
            Files.close(top);
            throw e;
        }
    }

    /** The directory itself. */
    public FileId root() {
        return root;
    }

    /** A descriptor of the directory itself, open as long as this tree. */
    public int descriptor() {
        return top;
    }

    /** Opens a file by what it is, with the flags of open(2). */
    public int open(long inode, long generation, int flags) {
        long handle = Scratch.mine().structure();
        format.write(handle, inode, generation);
        return Directories.openHandle(top, handle, flags | OpenFlags.CLOSE_ON_EXEC);
    }

    public int open(FileId file, int flags) {
        return open(file.inode(), file.generation(), flags);
    }

    /** A descriptor that only refers to the file: for attributes and names. */
    public int reference(FileId file) {
        return open(file.inode(), file.generation(), REFERENCE);
    }

    /** Fills identity and attributes of what is open. */
    public int identify(int descriptor, FileStatus into) {
        Scratch scratch = Scratch.mine();
        long handle = scratch.structure();
        int on = handleOf(descriptor, scratch, handle);
        if (on < 0 && on != -Errno.EOPNOTSUPP) {
            return on;
        }
        if (on != mount || !format.fits(handle)) {
            return -Errno.EXDEV;
        }
        into.generation = format.generation(handle);
        return LowerFile.status(descriptor, into);
    }

    /** Fills identity and attributes of this name. */
    public int lookup(FileId parent, byte[] name, FileStatus into) {
        int descriptor = openName(parent, name, REFERENCE, 0);
        return descriptor < 0 ? descriptor : identifyAndClose(descriptor, into);
    }

    /**
     * As {@link #lookup(FileId, byte[], FileStatus)}, below the root; symlinks are not followed.
     */
    public int lookup(List<byte[]> path, FileStatus into) {
        int result = identify(top, into);
        for (byte[] name : path) {
            if (result < 0) {
                return result;
            }
            result = lookup(into.id(), name, into);
        }
        return result;
    }

    /** Opens a name; with {@link OpenFlags#CREATE} it is made with this mode. */
    public int openName(FileId parent, byte[] name, int flags, int mode) {
        return in(
                parent, name, (directory, path) -> Files.open(directory, path, flags | BASE, mode));
    }

    /** As {@link #openName(FileId, byte[], int, int)} with an open directory: for listings. */
    public int openName(int directory, byte[] name, int flags) {
        return Files.open(directory, Scratch.mine().path(name), flags | BASE, 0);
    }

    /** A reference to this name, see {@link #reference}. */
    public int referenceName(FileId parent, byte[] name) {
        return openName(parent, name, REFERENCE, 0);
    }

    /** Opens a new file without a name in this directory. */
    public int temporaryFile(FileId parent, int flags, int mode) {
        int directory = open(parent, PARENT);
        if (directory < 0) {
            return directory;
        }
        long path = Scratch.mine().path(DOT);
        int all = flags | OpenFlags.TEMPORARY | OpenFlags.CLOSE_ON_EXEC;
        int result = Files.open(directory, path, all & ~OpenFlags.NO_FOLLOW, mode);
        Files.close(directory);
        return result;
    }

    public int makeDirectory(FileId parent, byte[] name, int mode) {
        return in(
                parent,
                name,
                (directory, path) -> Directories.makeDirectory(directory, path, mode));
    }

    /** A node with the type in {@code mode}; the device is in the kernel's 32 bits. */
    public int makeNode(FileId parent, byte[] name, int mode, int device) {
        return in(
                parent,
                name,
                (directory, path) -> Directories.makeNode(directory, path, mode, device));
    }

    public int makeSymlink(FileId parent, byte[] name, byte[] target) {
        if (target.length >= Scratch.PATH_BYTES) {
            return -Errno.ENAMETOOLONG;
        }
        return in(
                parent,
                name,
                (directory, path) -> {
                    long to = Scratch.mine().secondPath(target);
                    return Directories.makeSymlink(to, directory, path);
                });
    }

    /** Gives an open file (O_PATH is enough) a further name. */
    public int link(int descriptor, FileId parent, byte[] name) {
        return in(
                parent,
                name,
                (directory, path) -> {
                    long empty = Scratch.mine().secondPath(EMPTY);
                    return Directories.link(
                            descriptor, empty, directory, path, Directories.EMPTY_PATH);
                });
    }

    public int unlink(FileId parent, byte[] name) {
        return in(parent, name, Directories::unlink);
    }

    public int removeDirectory(FileId parent, byte[] name) {
        return in(parent, name, Directories::removeDirectory);
    }

    /** renameat2(2) with its own {@code flags}. */
    public int rename(FileId parent, byte[] name, FileId newParent, byte[] newName, int flags) {
        int wrong = wrongName(newName);
        if (wrong != 0) {
            return wrong;
        }
        int to = open(newParent, PARENT);
        if (to < 0) {
            return to;
        }
        int result =
                in(
                        parent,
                        name,
                        (directory, path) -> {
                            long newPath = Scratch.mine().secondPath(newName);
                            return Directories.rename(directory, path, to, newPath, flags);
                        });
        Files.close(to);
        return result;
    }

    /** Makes everything durable that was written to the file system of this tree. */
    public int sync() {
        return Files.syncFileSystem(top);
    }

    /** Identifies what is open, closes it, and gives the result of the first. */
    public int identifyAndClose(int descriptor, FileStatus into) {
        int result = identify(descriptor, into);
        Files.close(descriptor);
        return result;
    }

    @Override
    public void close() {
        Files.close(top);
    }

    private interface NameCall {
        int make(int directory, long path);
    }

    private int in(FileId parent, byte[] name, NameCall call) {
        int wrong = wrongName(name);
        if (wrong != 0) {
            return wrong;
        }
        int directory = open(parent, PARENT);
        if (directory < 0) {
            return directory;
        }
        int result = call.make(directory, Scratch.mine().path(name));
        Files.close(directory);
        return result;
    }

    private static int wrongName(byte[] name) {
        if (name.length > NAME_BYTES) {
            return -Errno.ENAMETOOLONG;
        }
        boolean dots = name.length <= 2;
        for (byte b : name) {
            if (b == 0 || b == '/') {
                return -Errno.EINVAL;
            }
            dots &= b == '.';
        }
        return dots ? -Errno.EINVAL : 0;
    }

    /** Fills the handle and gives the number of the mount, or the negated errno. */
    private static int handleOf(int descriptor, Scratch scratch, long handle) {
        HandleFormat.prepare(handle);
        long mount = handle + HandleFormat.MAXIMUM_BYTES;
        long empty = scratch.secondPath(EMPTY);
        int flags = Directories.EMPTY_PATH;
        int result = Directories.toHandle(descriptor, empty, handle, mount, flags);
        return result < 0 ? result : Memory.intAt(mount);
    }
}
