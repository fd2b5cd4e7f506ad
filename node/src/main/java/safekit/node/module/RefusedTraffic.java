package safekit.node.module;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Shows the administrator how much from the network was refused since the start of the process:
 * resources {@code heart.refused} and {@code rfs.refused}. Whoever sends rubbish changes nothing
 * else, and these at most once a second. One thread.
 */
final class RefusedTraffic {
    private static final long PACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ResourceBoard board;
    private final LongSupplier datagrams;
    private final LongSupplier messages;
    private boolean shown;
    private long shownAt;

    /**
     * @param datagrams refused on the heartbeats
     * @param messages refused on the replication port, connections included
     */
    RefusedTraffic(ResourceBoard board, LongSupplier datagrams, LongSupplier messages) {
        this.board = board;
        this.datagrams = datagrams;
        this.messages = messages;
    }

    /** Brings the resources up to date unless that was done less than a second ago. */
    void show(long nowNanos) {
        if (shown && nowNanos - shownAt < PACE_NANOS) {
            return;
        }
        shown = true;
        shownAt = nowNanos;
        board.set("heart.refused", Long.toString(datagrams.getAsLong()), "heart");
        board.set("rfs.refused", Long.toString(messages.getAsLong()), "nfsbox");
    }
}
