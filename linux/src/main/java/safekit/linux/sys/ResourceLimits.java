package safekit.linux.sys;

import java.lang.invoke.MethodHandle;

/** Limits of this process. */
public final class ResourceLimits {
    private static final int OPEN_FILES = 7;
    private static final MethodHandle SETRLIMIT = Native.function("setrlimit", 2);

    private ResourceLimits() {}

    /** Allows this many open files; 0 or the negated errno. Above the hard limit root is needed. */
    public static int openFiles(long count) {
        long limit = Scratch.mine().structure();
        Memory.putLong(limit, count);
        Memory.putLong(limit + 8, count);
        return Call.toInt(SETRLIMIT, OPEN_FILES, limit);
    }
}
