package safekit.bench.takeover;

import java.util.Comparator;
import java.util.List;

/**
 * What came back to a prober.
 *
 * @param good the requests that had a good answer
 * @param failed when each request without a good answer was sent
 */
record Answers(List<Good> good, List<Long> failed) {

    /** A request with a good answer. */
    record Good(long sentNanos, long answeredNanos) {}

    /**
     * The longest time between two good answers.
     *
     * @param lastNanos the last good answer before it
     * @param firstNanos the first good answer after it
     * @param resolutionNanos by how much its two ends are uncertain together: at each end the time
     *     from a good request to the nearest request without an answer
     */
    record Outage(long lastNanos, long firstNanos, long resolutionNanos) {}

    Answers {
        good = good.stream().sorted(Comparator.comparingLong(Good::answeredNanos)).toList();
        failed = failed.stream().sorted().toList();
    }

    /** The outage; an {@link AssertionError} when every request had a good answer. */
    Outage longestOutage() {
        int longest = -1;
        for (int i = 0; i + 1 < good.size(); i++) {
            if (longest < 0 || gap(i) > gap(longest)) {
                longest = i;
            }
        }
        if (longest < 0) {
            throw new AssertionError("fewer than two good answers");
        }
        Good last = good.get(longest);
        Good first = good.get(longest + 1);
        List<Long> between =
                failed.stream()
                        .filter(sent -> sent > last.sentNanos() && sent < first.sentNanos())
                        .toList();
        if (between.isEmpty()) {
            throw new AssertionError("no request failed: there was no outage to measure");
        }
        long atBegin = between.getFirst() - last.sentNanos();
        long atEnd = first.answeredNanos() - between.getLast();
        return new Outage(last.answeredNanos(), first.answeredNanos(), atBegin + atEnd);
    }

    private long gap(int i) {
        return good.get(i + 1).answeredNanos() - good.get(i).answeredNanos();
    }
}
