package safekit.bench.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import safekit.bench.figures.Report;
import safekit.bench.takeover.Takeovers;
import safekit.lab.product.NotesModule;
import safekit.lab.product.Pair;

/**
 * Prints the figures of an area and keeps their samples below target/bench. Arguments: the area,
 * and `--quick` for few repetitions, or `--check` only to see whether there is such an area. Exit
 * codes: 0 all was measured, 1 something could not be, 2 there is no such area. Needs root and
 * target/safekit.
 */
public final class Main {
    private static final List<String> UNBUILT =
            List.of("replication", "resync", "farm", "footprint", "sim");
    private static final Path RESULTS = Path.of("target/bench");
    private static final NotesModule MODULE = NotesModule.quick();
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private Main() {}

    public static void main(String[] arguments) {
        List<String> words = List.of(arguments);
        String area = words.isEmpty() ? "" : words.getFirst();
        String refusal = refusal(area);
        if (!refusal.isEmpty()) {
            System.err.println(refusal);
            System.exit(USAGE);
        }
        if (words.contains("--check")) {
            System.exit(0);
        }
        Size size = words.contains("--quick") ? Size.QUICK : Size.FULL;
        var report = new Report(area, System.out, RESULTS);
        conditions(report);
        System.exit(succeeds(report, size) ? 0 : FAILED);
    }

    /** Why an area cannot be measured, or an empty text. */
    static String refusal(String area) {
        if (area.equals(FailoverArea.NAME)) {
            return "";
        }
        String what =
                UNBUILT.contains(area)
                        ? "The area " + area + " is not built yet."
                        : "There is no area `" + area + "`.";
        return "Error: "
                + what
                + " AREA="
                + FailoverArea.NAME
                + " can be measured; not built yet: "
                + String.join(", ", UNBUILT)
                + ".";
    }

    private static boolean succeeds(Report report, Size size) {
        long seed = System.nanoTime();
        report.remark("seed of the moments of failure: " + seed);
        try (var pair = Pair.open(MODULE)) {
            try {
                FailoverArea.measure(report, pair, MODULE, size, seed);
            } catch (AssertionError | RuntimeException failure) {
                System.err.println(pair.describe());
                throw failure;
            }
        } catch (AssertionError | RuntimeException failure) {
            System.err.println("The measurement failed: " + failure);
            return false;
        }
        conditions(report);
        return true;
    }

    private static void conditions(Report report) {
        try {
            report.remark(
                    "load average %s on %d processors"
                            .formatted(
                                    Files.readString(Path.of("/proc/loadavg")).strip(),
                                    Runtime.getRuntime().availableProcessors()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        report.remark(
                "heartbeat timeout %d ms, subtracted from power_off; %s"
                        .formatted(MODULE.timeout().toMillis(), Takeovers.method()));
    }
}
