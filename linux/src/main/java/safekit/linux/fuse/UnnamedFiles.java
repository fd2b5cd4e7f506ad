package safekit.linux.fuse;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Files that were made without a name (O_TMPFILE), while they are open: the last closing of one
 * that got no name is its end. Thread-safe.
 */
final class UnnamedFiles {
    private static final class Open {
        final long generation;
        int times;

        Open(long generation) {
            this.generation = generation;
        }
    }

    private final Map<Long, Open> files = new HashMap<>();
    private volatile boolean any;

    /** A new one, open. */
    synchronized void made(long inode, long generation) {
        var open = new Open(generation);
        open.times = 1;
        files.put(inode, open);
        any = true;
    }

    /** Any file is opened: counted when it is one of these. */
    void opened(long inode) {
        if (any) {
            count(inode);
        }
    }

    private synchronized void count(long inode) {
        @Nullable Open open = files.get(inode);
        if (open != null) {
            open.times++;
        }
    }

    /** Any file is about to be closed: its generation when it was the last time, else -1. */
    long closed(long inode) {
        return any ? discount(inode) : -1;
    }

    private synchronized long discount(long inode) {
        @Nullable Open open = files.get(inode);
        if (open == null || --open.times > 0) {
            return -1;
        }
        files.remove(inode);
        any = !files.isEmpty();
        return open.generation;
    }
}
