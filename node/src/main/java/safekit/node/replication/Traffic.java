package safekit.node.replication;

import java.util.concurrent.atomic.LongAdder;

/** Bytes that went over the stream since the start of the process. Thread-safe. */
final class Traffic {
    private final LongAdder replicated = new LongAdder();
    private final LongAdder copied = new LongAdder();
    private final LongAdder out = new LongAdder();
    private final LongAdder in = new LongAdder();

    /** Data of the application's writes travels. */
    void replicated(long bytes) {
        replicated.add(bytes);
    }

    /** Data travels that a reintegration copies. */
    void copied(long bytes) {
        copied.add(bytes);
    }

    /** Bytes were written to the network. */
    void out(long bytes) {
        out.add(bytes);
    }

    /** Bytes came from the network. */
    void in(long bytes) {
        in.add(bytes);
    }

    /** Bytes so far: replicated, copied, out, in. */
    long[] totals() {
        return new long[] {replicated.sum(), copied.sum(), out.sum(), in.sum()};
    }
}
