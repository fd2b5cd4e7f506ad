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
 */
public record FuseOptions(int workers, boolean writeback, Duration cacheTime) {
    /** Write-through, with 8 workers. */
    public static final FuseOptions WRITE_THROUGH = new FuseOptions(8, false, Duration.ofHours(24));

    /** Checks the ranges. */
    public FuseOptions {
        if (workers < 2 || workers > 64) {
            throw new IllegalArgumentException("workers: " + workers + ", expected 2 to 64");
        }
    }
}
