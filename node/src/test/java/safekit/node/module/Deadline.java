package safekit.node.module;

import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for a condition with a deadline. */
final class Deadline {
    private static final long NANOS = 20_000_000_000L;
    private static final long STEP_NANOS = 20_000_000L;

    private Deadline() {}

    static void until(String what, Supplier<String> seen, Callable<Boolean> condition)
            throws Exception {
        long end = System.nanoTime() + NANOS;
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not in time: " + what + "; seen:\n" + seen.get());
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
    }
}
