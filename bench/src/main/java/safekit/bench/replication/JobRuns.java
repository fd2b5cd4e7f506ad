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

    /** Names in the kernel's cache. */
    private static final String INODES = "inodes";

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
    private final int names;

    /** On a pair whose own module was never started. */
    public JobRuns(Report report, Pair pair, Scale scale) {
        this.report = report;
        this.names = scale.files() * 50;
        this.bed = new Bed(pair, report, names);
        this.scale = scale;
    }

    /** All whose name begins so; an empty text means all. */
    public void run(String only) {
        try {
            if (INODES.startsWith(only)) {
                inodes();
            }
            JOBS.stream().filter(job -> job.startsWith(only)).forEach(this::measure);
        } catch (AssertionError | RuntimeException failure) {
            bed.mirrors.forEach(mirror -> System.err.println(mirror.describe()));
            throw failure;
        }
    }

    /** What the module's process needs when the kernel knows many files. */
    private void inodes() {
        Mirror alone = bed.mirrors.getFirst();
        Node node = bed.pair.node1();
        Peaks.reset(alone, List.of(node));
        List<Double> before = List.of(Peaks.megabytes(alone, node));
        String walk = "find " + alone.directory().resolve(Bed.NAMES) + " -size +1G";
        node.host().exec(DEADLINE, "sh", "-c", walk).orThrow();
        List<Double> after = List.of(Peaks.megabytes(alone, node));
        report.add(Figure.median(INODES + "_" + names + "_rss", "MB", after, before));
    }

    private void measure(String job) {
        LabHost host = bed.pair.node1().host();
        List<Target> targets = able(job);
        List<String> names = targets.stream().map(Target::name).toList();
        for (Mirror mirror : bed.mirrors) {
            Peaks.reset(mirror, bed.nodes(mirror));
        }
        var line = new ArrayList<>(Inside.worker(host, Turns.class));
        line.add(job);
        line.addAll(scale.words());
        targets.forEach(target -> line.add(target.directory().toString()));
        host.exec(DEADLINE, "sync").orThrow(); // What an earlier job left would disturb this one.
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

    /** In the native file system every new file belongs to root: PostgreSQL cannot live there. */
    private List<Target> able(String job) {
        boolean asRoot = !job.equals("pgbench");
        return bed.targets.stream()
                .filter(target -> asRoot || !target.name().equals(Target.NATIVE))
                .toList();
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
