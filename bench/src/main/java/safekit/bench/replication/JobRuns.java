package safekit.bench.replication;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import safekit.bench.figures.Figure;
import safekit.bench.figures.Report;
import safekit.bench.inside.Inside;
import safekit.bench.job.Scale;
import safekit.bench.job.Turns;
import safekit.lab.host.LabHost;
import safekit.lab.product.Node;
import safekit.lab.product.Pair;

/** Does the jobs on all targets by turns, and reports speed, latency and memory. */
public final class JobRuns {
    private static final Duration DEADLINE = Duration.ofMinutes(30);

    /** They may refuse what they cannot do. */
    private static final Set<String> FOREIGN = Set.of(Target.NATIVE, Target.GLUSTER);

    /** Those of notes/budgets and of the issue. */
    private static final List<String> JOBS =
            List.of(
                    "write4k_fsync_1job",
                    "write4k_fsync_8jobs",
                    "write4k_cache",
                    "write4k_direct",
                    "write1m",
                    "read1m_cold",
                    "read1m_warm",
                    "read4k_cold",
                    "read4k_warm",
                    "names",
                    "tree",
                    "untar",
                    "sqlite",
                    "pgbench");

    private final Report report;
    private final Bed bed;
    private final Scale scale;

    /** On a pair whose own module was never started. */
    public JobRuns(Report report, Pair pair, Scale scale) {
        this.report = report;
        this.bed = new Bed(pair, report);
        this.scale = scale;
    }

    /** All jobs whose name begins so; an empty text means all. */
    public void run(String only) {
        try {
            JOBS.stream().filter(job -> job.startsWith(only)).forEach(this::measure);
        } catch (AssertionError | RuntimeException failure) {
            bed.mirrors.forEach(mirror -> System.err.println(mirror.describe()));
            throw failure;
        }
    }

    private void measure(String job) {
        LabHost host = bed.pair.node1().host();
        List<String> names = bed.targets.stream().map(Target::name).toList();
        for (Mirror mirror : bed.mirrors) {
            Peaks.reset(mirror, bed.nodes(mirror));
        }
        var line = new ArrayList<>(Inside.worker(host, Turns.class));
        line.add(job);
        line.addAll(scale.words());
        bed.targets.forEach(target -> line.add(target.directory().toString()));
        String text = host.exec(DEADLINE, line.toArray(String[]::new)).orThrow().out();
        Measured measured = Measured.parse(text, names);
        measured.failures()
                .forEach(
                        (target, why) -> {
                            if (!FOREIGN.contains(target)) {
                                throw new AssertionError(job + " on " + target + ": " + why);
                            }
                            report.remark("skipped: " + job + " on " + target + ", " + why);
                        });
        measured.report(report, names);
        for (Mirror mirror : bed.mirrors) {
            memory(job, mirror);
        }
    }

    private void memory(String job, Mirror mirror) {
        for (Node node : bed.nodes(mirror)) {
            double peak = Peaks.megabytes(mirror, node);
            String role = node == bed.pair.node1() ? "primary" : "secondary";
            String name = job + "." + mirror.name() + "_" + role + "_rss";
            report.add(Figure.median(name, "MB", List.of(peak), List.of()));
        }
    }
}
