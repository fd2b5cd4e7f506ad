package safekit.node.module;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import safekit.node.replication.CopyProgress;

/**
 * Shows how far a reintegration is, once a second: resources {@code rfs.rei_progress} (percent),
 * {@code rfs.rei_bytes} and {@code rfs.rei_files} (done/all), {@code rfs.rei_eta} (seconds); {@code
 * -} is not known yet. One thread.
 */
final class CopyResources {
    private static final long PACE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final String BY = "reintegre";

    private final ResourceBoard board;
    private final Supplier<CopyProgress> progress;
    private CopyProgress shown = CopyProgress.NONE;
    private long shownAt;
    private boolean ever;

    CopyResources(ResourceBoard board, Supplier<CopyProgress> progress) {
        this.board = board;
        this.progress = progress;
    }

    /** Brings the resources up to date unless that was done less than a second ago. */
    void show(long nowNanos) {
        if (ever && nowNanos - shownAt < PACE_NANOS) {
            return;
        }
        ever = true;
        shownAt = nowNanos;
        CopyProgress now = progress.get();
        if (now.equals(shown)) {
            return;
        }
        shown = now;
        board.set("rfs.rei_progress", now.percent() < 0 ? "-" : now.percent() + "%", BY);
        board.set("rfs.rei_bytes", now.bytesDone() + "/" + known(now.bytesTotal()), BY);
        board.set("rfs.rei_files", now.filesDone() + "/" + known(now.filesTotal()), BY);
        board.set("rfs.rei_eta", known(now.secondsLeft()), BY);
    }

    private static String known(long value) {
        return value < 0 ? "-" : "" + value;
    }
}
