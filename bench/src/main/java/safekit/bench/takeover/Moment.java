package safekit.bench.takeover;

import java.time.Instant;

/** Nanoseconds since 1970, as `date +%s%N` prints them on a host. */
final class Moment {
    private static final long SECOND = 1_000_000_000;
    private static final double MILLI = 1e6;

    private Moment() {}

    static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * SECOND + now.getNano();
    }

    static double millis(long fromNanos, long untilNanos) {
        return (untilNanos - fromNanos) / MILLI;
    }
}
