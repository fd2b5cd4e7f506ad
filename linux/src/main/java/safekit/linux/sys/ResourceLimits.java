package safekit.linux.sys;

import java.lang.invoke.MethodHandle;

/** Limits of this process. */
public final class ResourceLimits {
    private static final int OPEN_FILES = 7;
    private static final MethodHandle GETRLIMIT = Native.function("getrlimit", 2);
    private static final MethodHandle SETRLIMIT = Native.function("setrlimit", 2);

    private ResourceLimits() {}

    /** How many open files are allowed. */
    public static long openFiles() {
        return Memory.longAt(limits());
    }

    /** The address of struct rlimit: the limit, and the hard limit up to which it may be raised. */
    private static long limits() {
        long limit = Scratch.mine().structure();
        int result = Call.toInt(GETRLIMIT, OPEN_FILES, limit);
        if (result < 0) {
            throw new IllegalStateException("getrlimit failed: errno " + -result);
        }
        return limit;
    }

    /** Allows this many open files; 0 or the negated errno. Above the hard limit root is needed. */
    public static int openFiles(long count) {
        long limit = limits();
        Memory.putLong(limit, count);
        Memory.putLong(limit + 8, Math.max(count, Memory.longAt(limit + 8)));
        return Call.toInt(SETRLIMIT, OPEN_FILES, limit);
    }
}
