package safekit.linux.fuse;

import java.util.concurrent.locks.ReentrantLock;

/**
 * The order of changes: one lock for all names, and one for the data and attributes of a file (some
 * files share one). Whoever needs both takes that of the names first.
 */
final class Locks {
    private static final int STRIPES = 1024;

    private final ReentrantLock names = new ReentrantLock();
    private final ReentrantLock[] files = new ReentrantLock[STRIPES];

    Locks() {
        for (int i = 0; i < STRIPES; i++) {
            files[i] = new ReentrantLock();
        }
    }

    ReentrantLock names() {
        return names;
    }

    ReentrantLock file(long inode) {
        return files[(int) (inode & (STRIPES - 1))];
    }
}
