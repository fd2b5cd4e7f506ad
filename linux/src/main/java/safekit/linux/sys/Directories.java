package safekit.linux.sys;

import java.lang.invoke.MethodHandle;

/**
 * Names in directories, and kernel file handles: 0 or the result, or the negated errno. Addresses
 * are native memory of the caller. Allocates nothing. Thread-safe.
 */
public final class Directories {
    /** The path is empty: the descriptor itself is meant. */
    public static final int EMPTY_PATH = 0x1000;

    private static final boolean ARM = "aarch64".equals(System.getProperty("os.arch"));
    private static final int REMOVE_DIRECTORY = 0x200;
    // By number: glibc has the functions from 2.30 and 2.33 on, RHEL 8 has 2.28.
    private static final int GETDENTS64 = ARM ? 61 : 217;
    private static final int MKNODAT = ARM ? 33 : 259;

    private static final MethodHandle MKDIRAT = Native.function("mkdirat", 3);
    private static final MethodHandle SYMLINKAT = Native.function("symlinkat", 3);
    private static final MethodHandle LINKAT = Native.function("linkat", 5);
    private static final MethodHandle UNLINKAT = Native.function("unlinkat", 3);
    private static final MethodHandle RENAMEAT2 = Native.function("renameat2", 5);
    private static final MethodHandle READLINKAT = Native.function("readlinkat", 4);
    private static final MethodHandle SYSCALL3 = Native.function("syscall", 4);
    private static final MethodHandle SYSCALL4 = Native.function("syscall", 5);
    private static final MethodHandle TO_HANDLE = Native.function("name_to_handle_at", 5);
    private static final MethodHandle BY_HANDLE = Native.function("open_by_handle_at", 3);

    private Directories() {}

    public static int makeDirectory(int directory, long name, int mode) {
        return Call.toInt(MKDIRAT, directory, name, mode);
    }

    /** A node with the type in {@code mode} and the device number in the kernel's 32 bits. */
    public static int makeNode(int directory, long name, int mode, int device) {
        return Call.toInt(SYSCALL4, MKNODAT, directory, name, mode, device);
    }

    public static int makeSymlink(long target, int directory, long name) {
        return Call.toInt(SYMLINKAT, target, directory, name);
    }

    public static int link(int from, long path, int directory, long name, int flags) {
        return Call.toInt(LINKAT, from, path, directory, name, flags);
    }

    public static int unlink(int directory, long name) {
        return Call.toInt(UNLINKAT, directory, name, 0);
    }

    public static int removeDirectory(int directory, long name) {
        return Call.toInt(UNLINKAT, directory, name, REMOVE_DIRECTORY);
    }

    public static int rename(int from, long name, int to, long newName, int flags) {
        return Call.toInt(RENAMEAT2, from, name, to, newName, flags);
    }

    public static int readLink(int directory, long path, long buffer, int length) {
        return (int) Call.toLong(READLINKAT, directory, path, buffer, length);
    }

    /** Fills {@code buffer} with entries (struct linux_dirent64); 0 at the end. */
    public static int entries(int directory, long buffer, int length) {
        return (int) Call.toLong(SYSCALL3, GETDENTS64, directory, buffer, length);
    }

    /** Fills struct file_handle for this file, and the number of its mount. */
    public static int toHandle(int directory, long path, long handle, long mount, int flags) {
        return Call.toInt(TO_HANDLE, directory, path, handle, mount, flags);
    }

    /** A new descriptor for the file of this handle, on the mount of {@code descriptor}. */
    public static int openHandle(int descriptor, long handle, int flags) {
        return Call.toInt(BY_HANDLE, descriptor, handle, flags);
    }
}
