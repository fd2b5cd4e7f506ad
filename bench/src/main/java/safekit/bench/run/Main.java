package safekit.bench.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import safekit.bench.figures.Report;

/**
 * Prints the figures of an area and keeps their samples below target/bench. Arguments: the area,
 * and `--quick` for few repetitions, `--only=name` for what begins so, or `--check` only to see
 * whether there is such an area. Exit codes: 0 all was measured, 1 something could not be, 2 there
 * is no such area. Needs root and target/safekit.
 */
public final class Main {
    private static final List<Area> AREAS =
            List.of(new FailoverArea(), new ReplicationArea(), new ResyncArea());
    private static final List<String> UNBUILT = List.of("farm", "footprint", "sim");
    private static final Path RESULTS = Path.of("target/bench");
    private static final String ONLY = "--only=";
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private Main() {}

    public static void main(String[] arguments) {
        List<String> words = List.of(arguments);
        String name = words.isEmpty() ? "" : words.getFirst();
        Optional<Area> area = area(name);
        if (area.isEmpty()) {
            System.err.println(refusal(name));
            System.exit(USAGE);
        }
        if (words.contains("--check")) {
            System.exit(0);
        }
        String only =
                words.stream()
                        .filter(word -> word.startsWith(ONLY))
                        .map(word -> word.substring(ONLY.length()))
                        .findFirst()
                        .orElse("");
        var request = new Area.Request(words.contains("--quick"), only, System.nanoTime());
        var report = new Report(name, System.out, RESULTS);
        System.exit(succeeds(report, area.orElseThrow(), request) ? 0 : FAILED);
    }

    private static Optional<Area> area(String name) {
        return AREAS.stream().filter(area -> area.name().equals(name)).findFirst();
    }

    /** Why an area cannot be measured, or an empty text. */
    static String refusal(String name) {
        if (area(name).isPresent()) {
            return "";
        }
        String what =
                UNBUILT.contains(name)
                        ? "The area " + name + " is not built yet."
                        : "There is no area `" + name + "`.";
        return "Error: "
                + what
                + " AREA="
                + AREAS.stream().map(Area::name).collect(Collectors.joining("|"))
                + " can be measured; not built yet: "
                + String.join(", ", UNBUILT)
                + ".";
    }

    private static boolean succeeds(Report report, Area area, Area.Request request) {
        load(report);
        area.describe(report);
        report.remark("seed of what is left to chance: " + request.seed());
        try (var pair = area.open()) {
            try {
                area.measure(report, pair, request);
            } catch (AssertionError | RuntimeException failure) {
                System.err.println(pair.describe());
                throw failure;
            }
        } catch (AssertionError | RuntimeException failure) {
            System.err.println("The measurement failed: " + failure);
            return false;
        }
        load(report);
        return true;
    }

    private static void load(Report report) {
        try {
            report.remark(
                    "load average %s on %d processors"
                            .formatted(
                                    Files.readString(Path.of("/proc/loadavg")).strip(),
                                    Runtime.getRuntime().availableProcessors()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
