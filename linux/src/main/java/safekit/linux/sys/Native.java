package safekit.linux.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Links functions of the C library. One shape per number of arguments: every argument and the
 * result is a long (pointers too), because each new shape costs 10 to 50 ms at start and each
 * further function of a known shape 0.3 ms (measured). Variadic functions of integers work by these
 * shapes on x86-64 and arm64.
 *
 * <p>A handle takes the segment that receives errno, then the arguments. Results of C type int must
 * be cast by the caller. Handles are thread-safe, a capture segment belongs to one thread.
 */
public final class Native {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final ThreadLocal<MemorySegment> CAPTURE =
            ThreadLocal.withInitial(Native::newCapture);

    private Native() {}

    /**
     * A function of the C library with that many arguments: {@code (MemorySegment capture, long...)
     * -> long}. Store it in a static final field and call it by invokeExact.
     */
    @SuppressWarnings("restricted")
    public static MethodHandle function(String name, int arguments) {
        var longs = new MemoryLayout[arguments];
        Arrays.fill(longs, ValueLayout.JAVA_LONG);
        var shape = FunctionDescriptor.of(ValueLayout.JAVA_LONG, longs);
        MemorySegment address = LINKER.defaultLookup().findOrThrow(name);
        return LINKER.downcallHandle(address, shape, Linker.Option.captureCallState("errno"));
    }

    /** The capture segment of this thread. */
    public static MemorySegment capture() {
        return CAPTURE.get();
    }

    /** A capture segment for a thread that keeps its own. */
    public static MemorySegment newCapture() {
        return Arena.ofAuto().allocate(STATE);
    }

    /** The errno of the last call that was given this segment. */
    public static int errno(MemorySegment capture) {
        return (int) ERRNO.get(capture, 0L);
    }
}
