package safekit.node.module;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import safekit.node.replication.Figures;

/**
 * Shows what the replication stream did in the last 3 seconds: the bandwidths of spec 04 section 8
 * and {@code rfs.rep_latency}, microseconds "median/p99" that a change waited for the secondary.
 * One thread.
 */
final class StreamFigures {
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final String BY = "nfsbox";

    private final ResourceBoard board;
    private final Supplier<Optional<Figures>> figures;
    private boolean shown;
    private long shownAt;

    /**
     * @param figures since the call before; none in a module without replication
     */
    StreamFigures(ResourceBoard board, Supplier<Optional<Figures>> figures) {
        this.board = board;
        this.figures = figures;
    }

    /** Brings the resources up to date when an interval is over. */
    void show(long nowNanos) {
        if (shown && nowNanos - shownAt < INTERVAL_NANOS) {
            return;
        }
        shown = true;
        shownAt = nowNanos;
        figures.get().ifPresent(this::show);
    }

    private void show(Figures now) {
        set("rfs.rep_bandwidth", now.replication());
        set("rfs.rei_bandwidth", now.reintegration());
        set("rfs.netout_bandwidth", now.out());
        set("rfs.netin_bandwidth", now.in());
        board.set("rfs.rep_latency", now.median() + "/" + now.slow(), BY);
    }

    private void set(String name, long kilobytesPerSecond) {
        board.set(name, Long.toString(kilobytesPerSecond), BY);
    }
}
