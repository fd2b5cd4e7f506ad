package safekit.node.replication;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import safekit.core.wire.Signal;

/**
 * What the receiver was asked and has not answered: some at a time, each answered within {@code
 * reitimeout}. Guarded by the sender's lock.
 */
final class Questions {
    private static final int WINDOW = 64;

    /** What becomes of an answer; with the lock. */
    interface Answer {
        void come(Signal.Differences answer);
    }

    private final Map<Long, Answer> open = new HashMap<>();
    private final long patienceNanos;
    private long since;

    Questions(long patienceNanos) {
        this.patienceNanos = patienceNanos;
    }

    /** The operation of this number asks. It must not be answered before: asked with the lock. */
    void ask(long sequence, Answer answer) {
        if (open.isEmpty()) {
            since = System.nanoTime();
        }
        open.put(sequence, answer);
    }

    /** An answer came; one that nobody waits for is of no interest. */
    void answered(Signal.Differences answer) {
        since = System.nanoTime();
        Answer waiting = take(answer.sequence());
        if (waiting != null) {
            waiting.come(answer);
        }
    }

    private @Nullable Answer take(long sequence) {
        return open.remove(sequence);
    }

    boolean none() {
        return open.isEmpty();
    }

    /** Whether one more may be asked. */
    boolean room() throws IOException {
        inTime();
        return open.size() < WINDOW;
    }

    /** Fails when the receiver is silent. */
    void inTime() throws IOException {
        if (!open.isEmpty() && System.nanoTime() - since > patienceNanos) {
            throw new IOException("the secondary does not answer");
        }
    }
}
