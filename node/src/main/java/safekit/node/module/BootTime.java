package safekit.node.module;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import safekit.core.base.Check;
import safekit.linux.sys.Native;

/** CLOCK_BOOTTIME, which runs on while the machine is suspended, and the id of this boot. */
public final class BootTime {
    private static final long CLOCK_BOOTTIME = 7;
    private static final MethodHandle CLOCK_GETTIME = Native.function("clock_gettime", 2);
    private static final ThreadLocal<MemorySegment> TIMESPEC =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(16, 8));

    private BootTime() {}

    /** Nanoseconds since the boot, suspended time included. */
    public static long nanos() {
        MemorySegment time = TIMESPEC.get();
        try {
            long result =
                    (long)
                            CLOCK_GETTIME.invokeExact(
                                    Native.capture(), CLOCK_BOOTTIME, time.address());
            Check.that((int) result == 0, "the kernel has CLOCK_BOOTTIME");
        } catch (Throwable e) {
            throw new Check.BrokenInvariant("clock_gettime: " + e);
        }
        return time.get(ValueLayout.JAVA_LONG, 0) * 1_000_000_000L
                + time.get(ValueLayout.JAVA_LONG, 8);
    }

    /** A number for this boot of the machine; never 0 and never -1. */
    public static long bootId() throws IOException {
        String text = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        UUID uuid = UUID.fromString(text);
        var bytes = ByteBuffer.allocate(8).putLong(uuid.getMostSignificantBits());
        return bytes.getLong(0) & Long.MAX_VALUE | 2;
    }
}
