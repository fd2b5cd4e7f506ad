package safekit.bench.run;

import safekit.bench.figures.Report;
import safekit.bench.resync.Amounts;
import safekit.bench.resync.Resyncs;
import safekit.lab.product.Pair;

/** The figures of bringing a node up to date. */
final class ResyncArea implements Area {
    @Override
    public String name() {
        return "resync";
    }

    @Override
    public Pair open() {
        return ReplicationArea.largePair();
    }

    @Override
    public void describe(Report report) {
        report.remark("both nodes on this machine and on one disk; the baseline of a _wire figure");
        report.remark("is what changed, or all content where everything is compared or copied");
    }

    @Override
    public void measure(Report report, Pair pair, Request request) {
        Amounts amounts = request.quick() ? Amounts.QUICK : Amounts.FULL;
        report.remark("amounts: " + amounts);
        new Resyncs(report, pair, amounts).run();
    }
}
