package safekit.bench.run;

import java.util.Random;
import safekit.bench.cost.Commands;
import safekit.bench.cost.Memory;
import safekit.bench.cost.Writes;
import safekit.bench.figures.Report;
import safekit.bench.takeover.Takeovers;
import safekit.lab.product.NotesModule;
import safekit.lab.product.Pair;

/** The figures of one mirror module on two nodes: what it costs, and how fast it takes over. */
final class FailoverArea {
    static final String NAME = "failover";

    private FailoverArea() {}

    /** Measures on a pair that was just opened. */
    static void measure(Report report, Pair pair, NotesModule module, Size size, long seed) {
        var memory = new Memory();
        memory.sampleIdle(pair);
        var takeovers = new Takeovers(pair, module.timeout(), new Random(seed));
        pair.firstAlone();
        Writes.measure(report, pair.node1(), "alone", size.appends());
        pair.paired();
        Writes.measure(report, pair.node1(), "paired", size.appends());
        Commands.measure(report, pair.node1(), size.launches());
        memory.samplePaired(pair.node1(), pair.node2());
        memory.report(report);
        for (int round = 0; round < size.rounds(); round++) {
            takeovers.round();
        }
        takeovers.report(report);
    }
}
