package safekit.node.replication;

import java.util.concurrent.atomic.AtomicLong;

/** Counts what came from the network and was dropped. Thread-safe. */
final class Refusals {
    private final AtomicLong count = new AtomicLong();

    void add() {
        count.incrementAndGet();
    }

    long count() {
        return count.get();
    }
}
