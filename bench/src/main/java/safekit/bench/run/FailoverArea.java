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
final class FailoverArea implements Area {
    private static final NotesModule MODULE = NotesModule.quick();

    @Override
    public String name() {
        return "failover";
    }

    @Override
    public Pair open() {
        return Pair.open(MODULE);
    }

    @Override
    public void describe(Report report) {
        report.remark(
                "heartbeat timeout %d ms, subtracted from power_off; %s"
                        .formatted(MODULE.timeout().toMillis(), Takeovers.method()));
    }

    @Override
    public void measure(Report report, Pair pair, Request request) {
        Size size = request.quick() ? Size.QUICK : Size.FULL;
        var memory = new Memory();
        memory.sampleIdle(pair);
        var takeovers = new Takeovers(pair, MODULE.timeout(), new Random(request.seed()));
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
