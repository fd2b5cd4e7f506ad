package safekit.sim;

import java.util.List;
import java.util.TreeMap;
import safekit.core.generation.Tuple;

/** What one host keeps: places in memory and on the disk, the tuple, the extent logs. */
final class Disk {
    /** What is in each place of the {@link Layout}: the number of a write. */
    final int[] memory = new int[Layout.PLACES];

    final int[] durable = new int[Layout.PLACES];
    Tuple tuple;

    /** Whether an administrator changed it past the replication since it was last synchronized. */
    boolean changedOutside;

    /** What the replicated root says: the anchor and the one before. */
    List<Long> anchors = List.of();

    final TreeMap<Integer, LogFile> logs = new TreeMap<>();

    /** Empty when there is none. */
    byte[] fineMap = {};

    Disk(Tuple tuple) {
        this.tuple = tuple;
    }

    boolean anchorHolds() {
        return tuple.anchor() == 0 || anchors.contains(tuple.anchor());
    }

    void sync() {
        System.arraycopy(memory, 0, durable, 0, Layout.PLACES);
    }

    /** A power cut: each unsynced block is on the disk or it is not. */
    void lose(Draw draw) {
        for (int block = 0; block < Layout.PLACES; block++) {
            if (memory[block] != durable[block] && draw.oneIn(3)) {
                durable[block] = memory[block];
            }
            memory[block] = durable[block];
        }
    }

    /** The file of a log that is being written. */
    LogFile log(int number) {
        return logs.computeIfAbsent(number, LogFile::new);
    }
}
