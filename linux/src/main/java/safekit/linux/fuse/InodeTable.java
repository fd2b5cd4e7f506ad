package safekit.linux.fuse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import safekit.linux.sys.Files;

/**
 * The inodes that the kernel knows: generation, and how often it was told. Columns of numbers with
 * open addressing, about 40 bytes for an inode. Thread-safe.
 *
 * <p>An inode that lost its last name while the kernel knows it is pinned by a descriptor: its
 * number is not used again, and it can still be opened.
 */
final class InodeTable {
    private static final int UNKNOWN = -1;

    private long[] inodes = new long[1024];
    private long[] generations = new long[1024];
    private long[] lookups = new long[1024];
    private int count;
    private final Map<Long, Integer> pins = new HashMap<>();

    /** The kernel is told this inode once more. */
    synchronized void remember(long inode, long generation) {
        int slot = slot(inode);
        if (inodes[slot] == 0) {
            if (2 * (count + 1) > inodes.length) {
                grow();
                slot = slot(inode);
            }
            count++;
            inodes[slot] = inode;
        }
        generations[slot] = generation;
        lookups[slot]++;
    }

    /** The generation of an inode that the kernel knows, or -1. */
    synchronized long generation(long inode) {
        int slot = slot(inode);
        return inodes[slot] == 0 ? UNKNOWN : generations[slot];
    }

    /** The kernel forgets so many of the times that it was told. */
    synchronized void forget(long inode, long times) {
        int slot = slot(inode);
        if (inodes[slot] == 0) {
            return;
        }
        lookups[slot] -= times;
        if (lookups[slot] <= 0) {
            remove(slot);
            Integer pin = pins.remove(inode);
            if (pin != null) {
                Files.close(pin);
            }
        }
    }

    /** Keeps this descriptor until the inode is forgotten, or closes it when that is so now. */
    synchronized void pin(long inode, int descriptor) {
        boolean known = inodes[slot(inode)] != 0;
        if (!known || pins.putIfAbsent(inode, descriptor) != null) {
            Files.close(descriptor);
        }
    }

    synchronized int size() {
        return count;
    }

    /** Forgets everything. */
    synchronized void clear() {
        List<Integer> descriptors = new ArrayList<>(pins.values());
        pins.clear();
        descriptors.forEach(Files::close);
        inodes = new long[1024];
        generations = new long[1024];
        lookups = new long[1024];
        count = 0;
    }

    /** The slot of this inode, or the free one where it belongs. */
    private int slot(long inode) {
        int slot = home(inode);
        while (inodes[slot] != 0 && inodes[slot] != inode) {
            slot = next(slot);
        }
        return slot;
    }

    private int home(long inode) {
        return (int) ((inode * 0x9e3779b97f4a7c15L) >>> 32) & (inodes.length - 1);
    }

    private int next(int slot) {
        return (slot + 1) & (inodes.length - 1);
    }

    /** Moves later ones of the chain forward, so that no marks of removed ones are needed. */
    private void remove(int slot) {
        int gap = slot;
        for (int at = next(slot); inodes[at] != 0; at = next(at)) {
            int distance = (at - home(inodes[at])) & (inodes.length - 1);
            int toGap = (at - gap) & (inodes.length - 1);
            if (distance >= toGap) {
                inodes[gap] = inodes[at];
                generations[gap] = generations[at];
                lookups[gap] = lookups[at];
                gap = at;
            }
        }
        inodes[gap] = 0;
        count--;
    }

    private void grow() {
        long[] oldInodes = inodes;
        long[] oldGenerations = generations;
        long[] oldLookups = lookups;
        inodes = new long[2 * oldInodes.length];
        generations = new long[inodes.length];
        lookups = new long[inodes.length];
        for (int i = 0; i < oldInodes.length; i++) {
            if (oldInodes[i] != 0) {
                int slot = slot(oldInodes[i]);
                inodes[slot] = oldInodes[i];
                generations[slot] = oldGenerations[i];
                lookups[slot] = oldLookups[i];
            }
        }
    }
}
