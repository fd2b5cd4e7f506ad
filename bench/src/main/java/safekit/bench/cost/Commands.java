package safekit.bench.cost;

import java.util.List;
import safekit.bench.figures.Figure;
import safekit.bench.figures.Report;
import safekit.bench.inside.Idle;
import safekit.bench.inside.Inside;
import safekit.lab.product.Node;
import safekit.lab.product.NotesModule;

/** From the start of `safekit` to its end, against a Java with an empty main method, in turns. */
public final class Commands {
    private static final double MILLIS = 1e3;

    private Commands() {}

    public static void measure(Report report, Node node, int count) {
        String safekit = node.safe().resolve("safekit").toString();
        List<List<String>> lines =
                List.of(
                        Inside.java(node.host(), Idle.class),
                        List.of(safekit, "level"),
                        List.of(safekit, "state", "-m", NotesModule.NAME));
        List<List<Double>> times =
                Inside.launches(node.host(), count, lines).stream()
                        .map(series -> series.stream().map(micros -> micros / MILLIS).toList())
                        .toList();
        report.add(Figure.median("command_level", "ms", times.get(1), times.getFirst()));
        report.add(Figure.median("command_state", "ms", times.get(2), times.getFirst()));
    }
}
