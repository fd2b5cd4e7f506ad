package safekit.node.replication;

import java.util.concurrent.TimeUnit;
import safekit.core.replication.Latencies;

/** Turns what was counted into {@link Figures} of an interval. Used by one thread. */
final class Meter {
    private final Traffic traffic;
    private final Sender sender;
    private long[] before;
    private long beforeNanos;

    Meter(Traffic traffic, Sender sender, long nanoTime) {
        this.traffic = traffic;
        this.sender = sender;
        before = traffic.totals();
        beforeNanos = nanoTime;
    }

    /** Since the call before. */
    Figures figures(long nanoTime) {
        long[] now = traffic.totals();
        long nanos = Math.max(1, nanoTime - beforeNanos);
        var rates = new long[now.length];
        for (int i = 0; i < now.length; i++) {
            double seconds = nanos / (double) TimeUnit.SECONDS.toNanos(1);
            rates[i] = Math.round((now[i] - before[i]) / 1024.0 / seconds);
        }
        before = now;
        beforeNanos = nanoTime;
        sender.lock.lock();
        try {
            Latencies took = sender.latencies();
            var figures =
                    new Figures(
                            rates[0],
                            rates[1],
                            rates[2],
                            rates[3],
                            took.count(),
                            took.quantile(0.5),
                            took.quantile(0.99));
            took.clear();
            return figures;
        } finally {
            sender.lock.unlock();
        }
    }
}
