package safekit.linux.fuse;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import safekit.linux.sys.Files;
import safekit.linux.sys.Memory;
import safekit.linux.sys.Scratch;

/**
 * Files that the kernel reads, writes and maps below us without asking (FUSE passthrough), because
 * they are not replicated. All openings of one inode share one backing, as the kernel demands: the
 * first one decides. Thread-safe.
 */
final class Backings {
    /** _IOW(229, 1, struct fuse_backing_map {fd s32, flags u32, padding u64}). */
    private static final long OPEN = 0x4010E501L;

    /** _IOW(229, 2, uint32_t). */
    private static final long CLOSE = 0x4004E502L;

    static final int NONE = 0;

    private static final class Backing {
        final int id;
        int openings;

        Backing(int id) {
            this.id = id;
        }
    }

    private final Map<Long, Backing> backings = new HashMap<>();
    private final Map<Integer, Long> inodes = new HashMap<>();
    private int device = -1;
    private volatile boolean possible;

    /** Where the kernel is told of backings. */
    synchronized void device(int descriptor) {
        device = descriptor;
    }

    /** The kernel can do it. */
    void enable() {
        possible = true;
    }

    boolean possible() {
        return possible;
    }

    /**
     * The backing for this opening; {@link #NONE} when the kernel refuses, as over a file system
     * that is stacked itself: then every read and write comes to us.
     */
    synchronized int open(long inode, int descriptor) {
        @Nullable Backing backing = backings.get(inode);
        if (backing == null) {
            long map = Scratch.mine().structure();
            Memory.putInt(map, descriptor);
            Memory.putInt(map + 4, 0);
            Memory.putLong(map + 8, 0);
            int id = Files.control(device, OPEN, map);
            if (id <= 0) {
                return NONE;
            }
            backing = new Backing(id);
            backings.put(inode, backing);
        }
        backing.openings++;
        inodes.put(descriptor, inode);
        return backing.id;
    }

    /** This descriptor is about to be closed; it may never have had a backing. */
    void close(int descriptor) {
        if (possible) {
            release(descriptor);
        }
    }

    private synchronized void release(int descriptor) {
        Long inode = inodes.remove(descriptor);
        Backing backing = inode == null ? null : backings.get(inode);
        if (backing != null && --backing.openings == 0) {
            backings.remove(inode);
            long number = Scratch.mine().structure();
            Memory.putInt(number, backing.id);
            Files.control(device, CLOSE, number);
        }
    }
}
