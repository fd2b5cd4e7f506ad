package safekit.node.replication;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checkpoints of the machine by their number in the stream: which disks have them. */
final class Checkpoints {
    /** No checkpoint is complete. */
    static final long NONE = -1;

    private final Map<Long, Long> tokens = new HashMap<>();
    private final Map<Long, Integer> halves = new HashMap<>();

    void clear() {
        tokens.clear();
        halves.clear();
    }

    void begin(long number, long token) {
        tokens.put(number, token);
    }

    /** One of the two disks has it: its token when both do. */
    long half(long number) {
        Long token = tokens.get(number);
        boolean both = token != null && halves.merge(number, 1, Integer::sum) == 2;
        return token != null && both ? token : NONE;
    }

    /** Numbers of this checkpoint; it and those before are forgotten. */
    List<Long> retire(long token) {
        var numbers = new ArrayList<Long>();
        tokens.forEach(
                (number, its) -> {
                    if (its == token) {
                        numbers.add(number);
                    }
                });
        tokens.values().removeIf(value -> value <= token);
        halves.keySet().retainAll(tokens.keySet());
        return numbers;
    }
}
