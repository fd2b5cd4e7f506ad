package safekit.linux.sys;

import java.lang.invoke.MethodHandle;

/**
 * A function of the C library whose result is an int and -1 means failure, for paths that are not
 * hot: each call allocates. Thread-safe.
 */
public final class ColdCall {
    private final String name;
    private final MethodHandle handle;
    private final int arity;

    private ColdCall(String name, int arity) {
        this.name = name;
        this.arity = arity;
        this.handle = Native.function(name, arity).asSpreader(long[].class, arity);
    }

    /** The function {@code name} with that many arguments, integers or addresses. */
    public static ColdCall of(String name, int arity) {
        return new ColdCall(name, arity);
    }

    /** Calls it. Throws {@link CallFailed} when the result is -1. */
    public int run(long... arguments) throws CallFailed {
        if (arguments.length != arity) {
            throw new IllegalArgumentException(
                    name + " takes " + arity + " arguments, found " + arguments.length);
        }
        var capture = Native.capture();
        int result;
        try {
            result = (int) (long) handle.invokeExact(capture, arguments);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
        if (result == -1) {
            throw new CallFailed(name, Native.errno(capture));
        }
        return result;
    }
}
