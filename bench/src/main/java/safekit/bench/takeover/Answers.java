package safekit.bench.takeover;

import java.util.Comparator;
import java.util.List;

/**
 * What a prober asked and what came back.
 *
 * @param sent when each request was sent
 * @param good the requests that had a good answer
 */
record Answers(List<Long> sent, List<Good> good) {

    /** A request with a good answer. */
    record Good(long sentNanos, long answeredNanos) {}

    /**
     * The longest time between two good answers.
     *
     * @param lastNanos the last good answer before it
     * @param firstNanos the first good answer after it
     * @param resolutionNanos the longest time in it without a new request: by so much its ends are
     *     uncertain
     */
    record Outage(long lastNanos, long firstNanos, long resolutionNanos) {}

    Answers {
        sent = sent.stream().sorted().toList();
        good = good.stream().sorted(Comparator.comparingLong(Good::answeredNanos)).toList();
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
        List<Long> within =
                sent.stream()
                        .filter(at -> at >= last.sentNanos() && at <= first.answeredNanos())
                        .toList();
        if (within.stream().noneMatch(at -> at > last.sentNanos() && at < first.sentNanos())) {
            throw new AssertionError("no request failed: there was no outage to measure");
        }
        long resolution = 0;
        for (int i = 0; i + 1 < within.size(); i++) {
            resolution = Math.max(resolution, within.get(i + 1) - within.get(i));
        }
        return new Outage(last.answeredNanos(), first.answeredNanos(), resolution);
    }

    private long gap(int i) {
        return good.get(i + 1).answeredNanos() - good.get(i).answeredNanos();
    }
}
