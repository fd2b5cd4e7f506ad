package safekit.node.replication;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import safekit.core.replication.Latencies;
import safekit.core.replication.Outstanding;
import safekit.linux.fuse.Reply;

/** Operations in flight and the answers that wait for them. Guarded by the primary's lock. */
final class Flight {
    /** Operations in flight at most. */
    static final int CAPACITY = 4096;

    private static final int EIO = 5;

    private final Outstanding outstanding = new Outstanding(CAPACITY);
    private final LongSupplier clock;
    private final Latencies latencies;
    private final @Nullable Reply[] replies = new Reply[CAPACITY];

    /**
     * Nothing in flight.
     *
     * @param clock nanoseconds
     * @param latencies where it is recorded how long what travelled took
     */
    Flight(LongSupplier clock, Latencies latencies) {
        this.clock = clock;
        this.latencies = latencies;
    }

    Outstanding outstanding() {
        return outstanding;
    }

    /** The operation is done here; its answer is given when the rule allows. Null: nobody waits. */
    void done(long sequence, @Nullable Reply reply) {
        replies[index(sequence)] = reply;
        outstanding.localDone(sequence);
    }

    /** Takes what may be answered now. */
    void collect(Answers answers) {
        long now = Outstanding.NONE;
        for (long sequence = outstanding.take();
                sequence != Outstanding.NONE;
                sequence = outstanding.take()) {
            Reply reply = replies[index(sequence)];
            replies[index(sequence)] = null;
            long sent = outstanding.sentAt(sequence);
            boolean failed = outstanding.finish(sequence);
            if (reply == null) {
                continue;
            }
            answers.add(reply, failed ? EIO : 0);
            if (sent != Outstanding.NONE) {
                now = now == Outstanding.NONE ? clock.getAsLong() : now;
                latencies.record(TimeUnit.NANOSECONDS.toMicros(now - sent));
            }
        }
    }

    private static int index(long sequence) {
        return (int) sequence & (CAPACITY - 1);
    }
}
