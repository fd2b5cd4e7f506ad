package safekit.lab.host;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions of the real world, always with a deadline. Thread-safe. */
public final class Await {
    private static final long POLL_NANOS = 50_000_000;

    /**
     * Told at each look at a condition that does not hold yet; the demo draws its progress here.
     */
    public interface Progress {
        void waiting(String condition, Duration since);
    }

    private Await() {}

    /**
     * Returns when the condition holds.
     *
     * @throws AssertionError when it does not within the deadline; the text names the condition
     */
    public static void until(String condition, Duration deadline, BooleanSupplier holds) {
        until(condition, deadline, holds, (_, _) -> {});
    }

    /** As above; the progress is told while it waits. */
    public static void until(
            String condition, Duration deadline, BooleanSupplier holds, Progress progress) {
        long start = System.nanoTime();
        while (!holds.getAsBoolean()) {
            var since = Duration.ofNanos(System.nanoTime() - start);
            if (since.compareTo(deadline) > 0) {
                throw new AssertionError("not within " + deadline.toMillis() + " ms: " + condition);
            }
            progress.waiting(condition, since);
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
