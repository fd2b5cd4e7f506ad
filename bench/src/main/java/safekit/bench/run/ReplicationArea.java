package safekit.bench.run;

import safekit.bench.figures.Report;
import safekit.bench.job.Scale;
import safekit.bench.replication.JobRuns;
import safekit.lab.host.Lab;
import safekit.lab.product.NotesModule;
import safekit.lab.product.Pair;

/** The figures of the replicated file system while nothing fails. */
final class ReplicationArea implements Area {
    /** Sparse: what is not written takes no room. */
    private static final long DISK_BYTES = 16L << 30;

    @Override
    public String name() {
        return "replication";
    }

    @Override
    public Pair open() {
        return largePair();
    }

    /** With room for what is copied. */
    static Pair largePair() {
        return Pair.open(
                NotesModule.quick(),
                Pair.dist(),
                Lab.open(DISK_BYTES, "default", "private"),
                (_, _) -> {});
    }

    @Override
    public void describe(Report report) {
        report.remark("both nodes on this machine and on one disk; ratios above 1 are faster");
        report.remark("except latencies, where they are slower; names: JobRuns and Target");
    }

    @Override
    public void measure(Report report, Pair pair, Request request) {
        new JobRuns(report, pair, request.quick() ? Scale.QUICK : Scale.FULL).run(request.only());
    }
}
