package safekit.bench.figures;

import java.util.List;
import java.util.Locale;

/**
 * One line of a report.
 *
 * @param name of the figure inside its area
 * @param unit of value and baseline
 * @param percent which percentile of the samples is shown
 * @param samples in the order in which they were taken
 * @param baselines samples of what it is compared with, taken in the same run; may be empty
 */
public record Figure(
        String name, String unit, double percent, List<Double> samples, List<Double> baselines) {

    public Figure {
        samples = List.copyOf(samples);
        baselines = List.copyOf(baselines);
    }

    /** The median of the samples against the median of the baseline's. */
    public static Figure median(
            String name, String unit, List<Double> samples, List<Double> baselines) {
        return new Figure(name, unit, Percentile.MEDIAN, samples, baselines);
    }

    /** The same samples, looked at in the slowest hundredth. */
    public Figure p99() {
        return at("_p99", 99);
    }

    /** The same samples at another percentile, above 0 to 100. */
    public Figure at(String suffix, double chosen) {
        return new Figure(name + suffix, unit, chosen, samples, baselines);
    }

    /** `area.figure value unit baseline ratio`; two dashes when there is no baseline. */
    public String line(String area) {
        double value = Percentile.of(samples, percent);
        String start = String.format(Locale.ROOT, "%s.%s %.1f %s", area, name, value, unit);
        if (baselines.isEmpty()) {
            return start + " - -";
        }
        double baseline = Percentile.of(baselines, percent);
        return String.format(Locale.ROOT, "%s %.1f %.2f", start, baseline, value / baseline);
    }
}
