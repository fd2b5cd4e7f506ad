package safekit.core.replication;

import java.util.Arrays;
import safekit.core.base.Check;

/**
 * How long things took, as a histogram of fixed size: 32 steps in each power of two, so that a
 * quantile is at most 1/32 above the truth. Recording allocates nothing. Not thread-safe.
 */
public final class Latencies {
    private static final int STEP_BITS = 5;
    private static final int STEPS = 1 << STEP_BITS;

    /** Longer ones, above an hour, count as this. */
    private static final long MOST = 1L << 32;

    private final long[] counts = new long[bucket(MOST) + 1];
    private long count;

    /** Nothing recorded. */
    public Latencies() {}

    /** Records one; negative values count as 0. */
    public void record(long micros) {
        counts[bucket(Math.clamp(micros, 0, MOST))]++;
        count++;
    }

    /** How many were recorded. */
    public long count() {
        return count;
    }

    /**
     * The value that this part of them does not exceed, 0 when nothing was recorded.
     *
     * @param part from 0 to 1
     */
    public long quantile(double part) {
        Check.that(part >= 0 && part <= 1, "a quantile is a part");
        long wanted = Math.max(1, (long) Math.ceil(part * count));
        long seen = 0;
        for (int i = 0; i < counts.length && count > 0; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return greatest(i);
            }
        }
        return 0;
    }

    /** Forgets all. */
    public void clear() {
        Arrays.fill(counts, 0);
        count = 0;
    }

    /** Values below 32 have a bucket each; then 32 buckets cover each power of two. */
    private static int bucket(long micros) {
        int shift = Math.max(0, 63 - STEP_BITS - Long.numberOfLeadingZeros(micros | 1));
        return shift * STEPS + (int) (micros >>> shift);
    }

    private static long greatest(int bucket) {
        int shift = Math.max(0, bucket / STEPS - 1);
        long step = bucket - (long) shift * STEPS;
        return ((step + 1) << shift) - 1;
    }
}
