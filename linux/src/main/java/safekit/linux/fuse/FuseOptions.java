package safekit.linux.fuse;

import java.time.Duration;

/**
 * How a directory is served.
 *
 * @param workers threads that serve requests, at least 2; each has 2 MiB of buffers and may wait
 *     for a disk
 * @param writeback whether the kernel collects writes: an acknowledged write is safe after fsync
 *     only
 * @param cacheTime how long the kernel keeps names and attributes; long, for nobody else changes
 *     the tree
 * @param requestTimeout after which the kernel ends the connection when a request is not answered,
 *     so that no application waits for ever (Linux 6.15; it looks every 15 s): the last resort, and
 *     therefore longer than any wait of ours; 1 second to 18 hours
 */
public record FuseOptions(
        int workers, boolean writeback, Duration cacheTime, Duration requestTimeout) {
    /** Write-through, with 8 workers. */
    public static final FuseOptions WRITE_THROUGH =
            new FuseOptions(8, false, Duration.ofHours(24), Duration.ofMinutes(10));

    /** Seconds that the protocol can tell. */
    public static final long LONGEST_TIMEOUT = 0xffff;

    /** Checks the ranges. */
    public FuseOptions {
        if (workers < 2 || workers > 64) {
            throw new IllegalArgumentException("workers: " + workers + ", expected 2 to 64");
        }
        long seconds = requestTimeout.toSeconds();
        if (seconds < 1 || seconds > LONGEST_TIMEOUT) {
            throw new IllegalArgumentException("requestTimeout: " + requestTimeout);
        }
    }

    /** The same with or without writeback. */
    public FuseOptions writeback(boolean on) {
        return new FuseOptions(workers, on, cacheTime, requestTimeout);
    }

    /** The same with a last resort after this time. */
    public FuseOptions requestTimeout(Duration time) {
        return new FuseOptions(workers, writeback, cacheTime, time);
    }
}
