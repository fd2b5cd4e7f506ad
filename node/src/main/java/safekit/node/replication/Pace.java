package safekit.node.replication;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How fast a copy may send its data ({@code reiallowedbw}, spec 04): a bucket of tokens that fills
 * with time and holds little, so that a copy that had to wait does not catch up in a burst. Used by
 * the copying thread.
 */
final class Pace {
    private static final long HELD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int SMALLEST = 64 << 10;

    private final long bytesPerSecond;
    private final LongSupplier clock;
    private long freeAt;

    /**
     * Begins with an empty bucket.
     *
     * @param bytesPerSecond 0 = no limit
     * @param clock nanoseconds
     */
    Pace(long bytesPerSecond, LongSupplier clock) {
        this.bytesPerSecond = bytesPerSecond;
        this.clock = clock;
        freeAt = clock.getAsLong();
    }

    /** Takes tokens for these bytes; the nanoseconds to wait before they are sent. */
    synchronized long take(long bytes) {
        if (bytesPerSecond == 0) {
            return 0;
        }
        long now = clock.getAsLong();
        freeAt = Math.max(freeAt, now - HELD_NANOS);
        long wait = Math.max(0, freeAt - now);
        freeAt += bytes * TimeUnit.SECONDS.toNanos(1) / bytesPerSecond;
        return wait;
    }

    /** Bytes to send at once: some four pieces in a second, not more than this. */
    long piece(long most) {
        long quarter = Math.max(SMALLEST, bytesPerSecond / 4 / SMALLEST * SMALLEST);
        return bytesPerSecond == 0 ? most : Math.min(quarter, most);
    }
}
