package safekit.sim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import safekit.core.generation.Meeting;
import safekit.core.generation.Tuple;

/** What one host keeps: blocks in memory and on the disk, the tuple, the extent logs. */
final class Disk {
    /** Blocks of the replicated directory; a value is the number of the write that it holds. */
    static final int BLOCKS = 6;

    final int[] memory = new int[BLOCKS];
    final int[] durable = new int[BLOCKS];
    Tuple tuple;

    /** What the replicated root says: the anchor and the one before. */
    List<Long> anchors = List.of();

    final TreeMap<Integer, TreeSet<Integer>> logs = new TreeMap<>();

    Disk(Tuple tuple) {
        this.tuple = tuple;
    }

    boolean anchorHolds() {
        return tuple.anchor() == 0 || anchors.contains(tuple.anchor());
    }

    void sync() {
        System.arraycopy(memory, 0, durable, 0, BLOCKS);
    }

    /** A power cut: each unsynced block is on the disk or it is not. */
    void lose(Draw draw) {
        for (int block = 0; block < BLOCKS; block++) {
            if (memory[block] != durable[block] && draw.oneIn(3)) {
                durable[block] = memory[block];
            }
            memory[block] = durable[block];
        }
    }

    Set<Integer> extents(List<Integer> numbers) {
        var all = new TreeSet<Integer>();
        for (int number : numbers) {
            all.addAll(logs.getOrDefault(number, new TreeSet<>()));
        }
        return all;
    }

    void log(int number, Collection<Integer> blocks) {
        logs.computeIfAbsent(number, _ -> new TreeSet<>()).addAll(blocks);
    }

    /** Only logs that the tuple names are kept. */
    void forgetLogs(Tuple kept) {
        var named = new ArrayList<>(kept.logs().changes());
        named.addAll(kept.logs().activity());
        logs.keySet().retainAll(named);
    }

    /** The blocks that a plan means, given what the receiver knows. */
    Set<Integer> toCopy(Meeting.Copy plan, Frame.Extents receiver) {
        var logs = tuple.logs();
        var set = new TreeSet<Integer>();
        switch (plan) {
            case EVERYTHING -> {
                for (int block = 0; block < BLOCKS; block++) {
                    set.add(block);
                }
            }
            case ACTIVITIES -> {
                set.addAll(extents(logs.activity()));
                set.addAll(receiver.activity());
            }
            case SENDER_CHANGES -> {
                set.addAll(extents(logs.changes()));
                set.addAll(receiver.activity());
            }
            case ALL_CHANGES -> {
                set.addAll(extents(logs.changes()));
                set.addAll(extents(logs.activity()));
                set.addAll(receiver.changes());
                set.addAll(receiver.activity());
            }
        }
        return set;
    }
}
