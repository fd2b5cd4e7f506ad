package safekit.linux.sys;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Calls functions made by {@link Native#function}: the result, or the negated errno. Allocates
 * nothing. Thread-safe.
 */
final class Call {
    private Call() {}

    /** A function that returns a C int. */
    static int toInt(MethodHandle function, long a) {
        MemorySegment capture = Native.capture();
        try {
            return checked((int) (long) function.invokeExact(capture, a), capture);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int toInt(MethodHandle function, long a, long b) {
        MemorySegment capture = Native.capture();
        try {
            return checked((int) (long) function.invokeExact(capture, a, b), capture);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int toInt(MethodHandle function, long a, long b, long c) {
        MemorySegment capture = Native.capture();
        try {
            return checked((int) (long) function.invokeExact(capture, a, b, c), capture);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int toInt(MethodHandle function, long a, long b, long c, long d) {
        MemorySegment capture = Native.capture();
        try {
            return checked((int) (long) function.invokeExact(capture, a, b, c, d), capture);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int toInt(MethodHandle function, long a, long b, long c, long d, long e) {
        MemorySegment capture = Native.capture();
        try {
            return checked((int) (long) function.invokeExact(capture, a, b, c, d, e), capture);
        } catch (Throwable failure) {
            throw unexpected(failure);
        }
    }

    /** A function that returns a size or an offset. */
    static long toLong(MethodHandle function, long a, long b, long c) {
        MemorySegment capture = Native.capture();
        try {
            return checked((long) function.invokeExact(capture, a, b, c), capture);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static long toLong(MethodHandle function, long a, long b, long c, long d) {
        MemorySegment capture = Native.capture();
        try {
            return checked((long) function.invokeExact(capture, a, b, c, d), capture);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static int checked(int result, MemorySegment capture) {
        return result == -1 ? -Native.errno(capture) : result;
    }

    private static long checked(long result, MemorySegment capture) {
        return result == -1 ? -Native.errno(capture) : result;
    }

    private static AssertionError unexpected(Throwable e) {
        return new AssertionError("a native call threw", e);
    }
}
