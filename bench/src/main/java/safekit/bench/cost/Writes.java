package safekit.bench.cost;

import java.nio.file.Path;
import java.util.List;
import safekit.bench.figures.Figure;
import safekit.bench.figures.Report;
import safekit.bench.inside.Inside;
import safekit.lab.product.Node;

/**
 * A 4 KiB append with fsync in the replicated directory, against the same in a plain directory of
 * the same disk, in turns. The ratio is of times: the budgets' part of the raw speed is one divided
 * by it.
 */
public final class Writes {
    private Writes() {}

    /** Median and p99 while the node is in its present state; the name says which. */
    public static void measure(Report report, Node node, String state, int count) {
        Path plain = node.host().disk().resolve("plain");
        node.sh("mkdir -p " + plain).orThrow();
        List<List<Double>> times =
                Inside.syncedAppends(node.host(), count, node.replicated(), plain);
        var figure =
                Figure.median("append_fsync_" + state, "us", times.getFirst(), times.getLast());
        report.add(figure);
        report.add(figure.p99());
    }
}
