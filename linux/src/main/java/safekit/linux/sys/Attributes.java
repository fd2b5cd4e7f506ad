package safekit.linux.sys;

import java.lang.invoke.MethodHandle;

/**
 * Attributes and extended attributes of files, and space of file systems: 0 or the result, or the
 * negated errno. Addresses are native memory of the caller. Allocates nothing. Thread-safe.
 */
public final class Attributes {
    /** Bytes of struct statx. */
    public static final int STATX_BYTES = 256;

    /** In place of nanoseconds: leave this time as it is. */
    public static final int OMIT = 0x3ffffffe;

    /** In place of nanoseconds: the present time. */
    public static final int NOW = 0x3fffffff;

    private static final int BASIC = 0x7ff;

    private static final MethodHandle STATX = Native.function("statx", 5);
    private static final MethodHandle FSTATFS = Native.function("fstatfs", 2);
    private static final MethodHandle CHMOD = Native.function("chmod", 2);
    private static final MethodHandle FCHOWNAT = Native.function("fchownat", 5);
    private static final MethodHandle UTIMENSAT = Native.function("utimensat", 4);
    private static final MethodHandle SETXATTR = Native.function("setxattr", 5);
    private static final MethodHandle GETXATTR = Native.function("getxattr", 4);
    private static final MethodHandle LISTXATTR = Native.function("listxattr", 3);
    private static final MethodHandle REMOVEXATTR = Native.function("removexattr", 2);

    private Attributes() {}

    /** Fills struct statx. */
    public static int status(int directory, long path, int flags, long buffer) {
        return Call.toInt(STATX, directory, path, flags, BASIC, buffer);
    }

    /** Fills struct statfs of the file system that holds this open file. */
    public static int space(int descriptor, long buffer) {
        return Call.toInt(FSTATFS, descriptor, buffer);
    }

    public static int mode(long path, int mode) {
        return Call.toInt(CHMOD, path, mode);
    }

    /** Owner and group; -1 leaves one as it is. */
    public static int owner(int directory, long path, int user, int group, int flags) {
        return Call.toInt(FCHOWNAT, directory, path, user, group, flags);
    }

    /** Access and modification time from two structs timespec. */
    public static int times(long path, long times) {
        return Call.toInt(UTIMENSAT, Files.NO_DIRECTORY, path, times, 0);
    }

    /** setxattr(2) with its own {@code flags}. */
    public static int setExtended(long path, long name, long value, int length, int flags) {
        return Call.toInt(SETXATTR, path, name, value, length, flags);
    }

    public static int extended(long path, long name, long value, int length) {
        return (int) Call.toLong(GETXATTR, path, name, value, length);
    }

    public static int extendedNames(long path, long buffer, int length) {
        return (int) Call.toLong(LISTXATTR, path, buffer, length);
    }

    public static int removeExtended(long path, long name) {
        return Call.toInt(REMOVEXATTR, path, name);
    }
}
