package safekit.linux.sys;

import java.lang.invoke.MethodHandle;

/**
 * Open files: the result, or the negated errno. Addresses are native memory of the caller.
 * Allocates nothing. Thread-safe.
 */
public final class Files {
    /** The working directory in place of a descriptor: for absolute paths. */
    public static final int NO_DIRECTORY = -100;

    private static final MethodHandle OPENAT = Native.function("openat", 4);
    private static final MethodHandle CLOSE = Native.function("close", 1);
    private static final MethodHandle READ = Native.function("read", 3);
    private static final MethodHandle WRITE = Native.function("write", 3);
    private static final MethodHandle PREAD = Native.function("pread", 4);
    private static final MethodHandle PWRITE = Native.function("pwrite", 4);
    private static final MethodHandle FSYNC = Native.function("fsync", 1);
    private static final MethodHandle FDATASYNC = Native.function("fdatasync", 1);
    private static final MethodHandle SYNCFS = Native.function("syncfs", 1);
    private static final MethodHandle FTRUNCATE = Native.function("ftruncate", 2);
    private static final MethodHandle TRUNCATE = Native.function("truncate", 2);
    private static final MethodHandle FALLOCATE = Native.function("fallocate", 4);
    private static final MethodHandle LSEEK = Native.function("lseek", 3);
    private static final MethodHandle IOCTL = Native.function("ioctl", 3);

    private Files() {}

    /** A new descriptor. */
    public static int open(int directory, long path, int flags, int mode) {
        return Call.toInt(OPENAT, directory, path, flags, mode);
    }

    public static int close(int descriptor) {
        return Call.toInt(CLOSE, descriptor);
    }

    public static long read(int descriptor, long buffer, long length) {
        return Call.toLong(READ, descriptor, buffer, length);
    }

    public static long write(int descriptor, long buffer, long length) {
        return Call.toLong(WRITE, descriptor, buffer, length);
    }

    public static long read(int descriptor, long buffer, long length, long offset) {
        return Call.toLong(PREAD, descriptor, buffer, length, offset);
    }

    /** Writes at this offset; may write less than asked. */
    public static long write(int descriptor, long buffer, long length, long offset) {
        return Call.toLong(PWRITE, descriptor, buffer, length, offset);
    }

    /** Makes data and all attributes of the file durable. */
    public static int sync(int descriptor) {
        return Call.toInt(FSYNC, descriptor);
    }

    /** Makes data durable, and what is needed to read them. */
    public static int syncData(int descriptor) {
        return Call.toInt(FDATASYNC, descriptor);
    }

    /** Makes the whole file system durable that holds this file. */
    public static int syncFileSystem(int descriptor) {
        return Call.toInt(SYNCFS, descriptor);
    }

    public static int truncate(int descriptor, long size) {
        return Call.toInt(FTRUNCATE, descriptor, size);
    }

    public static int truncatePath(long path, long size) {
        return Call.toInt(TRUNCATE, path, size);
    }

    /** fallocate(2) with its own {@code mode}. */
    public static int allocate(int descriptor, int mode, long offset, long length) {
        return Call.toInt(FALLOCATE, descriptor, mode, offset, length);
    }

    /** lseek(2) with its own {@code whence}. */
    public static long seek(int descriptor, long offset, int whence) {
        return Call.toLong(LSEEK, descriptor, offset, whence);
    }

    public static int control(int descriptor, long request, long argument) {
        return Call.toInt(IOCTL, descriptor, request, argument);
    }
}
