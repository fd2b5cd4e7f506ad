package safekit.linux.clock;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import safekit.linux.sys.Native;

/**
 * CLOCK_BOOTTIME: nanoseconds since the boot of the kernel, monotonic, running on while the host is
 * suspended (System.nanoTime stops there). Thread-safe; a reading allocates nothing.
 */
public final class BootClock {
    private static final long CLOCK_BOOTTIME = 7;
    private static final MethodHandle CLOCK_GETTIME = Native.function("clock_gettime", 2);
    private static final ThreadLocal<MemorySegment> TIME =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(16, 8));

    private BootClock() {}

    /** The time now. */
    public static long nanos() {
        MemorySegment time = TIME.get();
        long result;
        try {
            result =
                    (long)
                            CLOCK_GETTIME.invokeExact(
                                    Native.capture(), CLOCK_BOOTTIME, time.address());
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
        if ((int) result != 0) {
            throw new IllegalStateException("this kernel has no CLOCK_BOOTTIME");
        }
        return time.get(ValueLayout.JAVA_LONG, 0) * 1_000_000_000L
                + time.get(ValueLayout.JAVA_LONG, 8);
    }
}
