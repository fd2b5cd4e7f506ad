package safekit.bench.figures;

import java.util.List;

/** The value below which a part of the samples is. */
public final class Percentile {
    public static final int MEDIAN = 50;

    private Percentile() {}

    /**
     * The median is the mean of the two middle samples when their number is even; any other
     * percentile (above 0, to 100) is the smallest sample that is not below that part of all
     * samples.
     */
    public static double of(List<Double> samples, double percent) {
        if (samples.isEmpty() || percent <= 0 || percent > 100) {
            throw new IllegalArgumentException(
                    "percentile " + percent + " of " + samples.size() + " samples");
        }
        List<Double> sorted = samples.stream().sorted().toList();
        int count = sorted.size();
        if (percent == MEDIAN && count % 2 == 0) {
            return (sorted.get(count / 2 - 1) + sorted.get(count / 2)) / 2;
        }
        int rank = (int) Math.ceil(percent * count / 100);
        return sorted.get(rank - 1);
    }
}
