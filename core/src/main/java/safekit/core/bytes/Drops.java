package safekit.core.bytes;

import java.util.EnumMap;
import java.util.Map;

/** How many messages were dropped, by reason, with the last sentence of each. Not thread-safe. */
public final class Drops {
    private final Map<Refusal.Reason, Long> counts = new EnumMap<>(Refusal.Reason.class);
    private final Map<Refusal.Reason, String> sentences = new EnumMap<>(Refusal.Reason.class);

    /** Nothing dropped yet. */
    public Drops() {}

    /** Counts one. */
    public void count(Refusal refusal) {
        counts.merge(refusal.reason(), 1L, Long::sum);
        sentences.put(refusal.reason(), refusal.sentence());
    }

    /** Those dropped for this reason. */
    public long of(Refusal.Reason reason) {
        return counts.getOrDefault(reason, 0L);
    }

    /** All of them. */
    public long total() {
        long sum = 0;
        for (long count : counts.values()) {
            sum += count;
        }
        return sum;
    }

    /** The newest sentence for this reason, empty when there is none. */
    public String sentence(Refusal.Reason reason) {
        return sentences.getOrDefault(reason, "");
    }
}
