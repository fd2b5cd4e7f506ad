package safekit.bench.replication;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import safekit.bench.figures.Figure;
import safekit.bench.figures.Report;

/** The samples of a job by figure and target, and the comparisons that are made of them. */
final class Measured {
    private static final String LATENCY = "_latency";

    /** What is compared with what, besides everything with the plain directory. */
    private static final List<List<String>> OTHERS =
            List.of(
                    List.of(Target.UNTRACKED, Target.NATIVE),
                    List.of(Target.ALONE, Target.NATIVE),
                    List.of(Target.ALONE, Target.UNTRACKED),
                    List.of(Target.SECOND, Target.GLUSTER),
                    List.of(Target.NONE, Target.GLUSTER));

    private final Map<String, Map<String, List<Double>>> samples = new LinkedHashMap<>();

    /** Why a target could not do the job. */
    private final Map<String, String> failures = new LinkedHashMap<>();

    /** Reads what {@code Turns} prints; the index is that of a target. */
    static Measured parse(String text, List<String> targets) {
        var measured = new Measured();
        for (String line : text.lines().toList()) {
            String[] words = line.split(" ", 3);
            String target = targets.get(Integer.parseInt(words[1]));
            if (words[0].equals("!")) {
                measured.failures.put(target, words[2]);
            } else {
                measured.add(words[0], target, Double.parseDouble(words[2]));
            }
        }
        return measured;
    }

    private void add(String figure, String target, double value) {
        samples.computeIfAbsent(figure, _ -> new HashMap<>())
                .computeIfAbsent(target, _ -> new ArrayList<>())
                .add(value);
    }

    /** Why targets could not do it, by their names. */
    Map<String, String> failures() {
        return failures;
    }

    /** Adds all figures, those of the targets in this order. */
    void report(Report report, List<String> targets) {
        samples.forEach(
                (name, of) -> {
                    for (String target : targets) {
                        compare(report, name, of, target, Target.RAW);
                    }
                    if (!name.endsWith(LATENCY)) {
                        OTHERS.forEach(
                                two -> compare(report, name, of, two.getFirst(), two.getLast()));
                    }
                });
    }

    private static void compare(
            Report report,
            String name,
            Map<String, List<Double>> of,
            String target,
            String baseline) {
        List<Double> values = of.get(target);
        List<Double> others = of.get(baseline);
        if (values == null || others == null || target.equals(baseline)) {
            return;
        }
        boolean raw = baseline.equals(Target.RAW);
        String full = name + "." + target + (raw ? "" : "_vs_" + baseline);
        var figure = Figure.median(full, unit(name), values, others);
        report.add(figure);
        if (name.endsWith(LATENCY)) {
            report.view(figure.p99());
            report.view(figure.at("_p99.9", 99.9));
            report.view(figure.at("_max", 100));
        }
    }

    static String unit(String figure) {
        if (figure.endsWith(LATENCY)) {
            return "us";
        }
        return figure.contains("1m") ? "MB/s" : "1/s";
    }
}
