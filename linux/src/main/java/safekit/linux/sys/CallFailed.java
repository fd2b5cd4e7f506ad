package safekit.linux.sys;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** A call of the C library or the kernel that failed, with its errno. */
public final class CallFailed extends IOException {
    private static final long serialVersionUID = 1;
    private static final MethodHandle STRERROR = Native.function("strerror", 1);

    private final int errno;

    /** The call named {@code what} ended with {@code errno}. */
    public CallFailed(String what, int errno) {
        super(what + ": " + text(errno) + " (errno " + errno + ")");
        this.errno = errno;
    }

    public int errno() {
        return errno;
    }

    @SuppressWarnings("restricted")
    private static String text(int errno) {
        try {
            long address = (long) STRERROR.invokeExact(Native.capture(), (long) errno);
            return MemorySegment.ofAddress(address).reinterpret(256).getString(0);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }
}
