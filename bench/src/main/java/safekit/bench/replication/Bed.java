package safekit.bench.replication;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import safekit.bench.figures.Report;
import safekit.bench.inside.Inside;
import safekit.bench.job.Damage;
import safekit.lab.host.Await;
import safekit.lab.host.LabHost;
import safekit.lab.product.Node;
import safekit.lab.product.Pair;

/**
 * Everything that is compared, at the same time on the same disk: plain directory, native
 * passthrough, our file system alone in three ways, and pairs with either kind of acknowledgement.
 */
final class Bed {
    private static final Duration MOUNTED = Duration.ofSeconds(20);
    private static final Duration FILLED = Duration.ofMinutes(10);
    private static final int FIRST_NUMBER = 2;

    /** Below the directory of the module that is alone. */
    static final String NAMES = "names";

    final Pair pair;
    final List<Target> targets = new ArrayList<>();

    /** The modules that replicate some of them, by the same names. */
    final List<Mirror> mirrors = new ArrayList<>();

    /** On a pair whose own module was never started, with so many files that nobody looked at. */
    Bed(Pair pair, Report report, int names) {
        this.pair = pair;
        LabHost host = pair.node1().host();
        Path disk = host.disk();
        pair.node1().sh("mkdir -p plain").orThrow();
        targets.add(new Target(Target.RAW, disk.resolve("plain")));
        if (Passthrough.mount(host, report)) {
            targets.add(new Target(Target.NATIVE, disk.resolve("native")));
        }
        targets.add(untracked(host));
        var alone = new Mirror(pair, Target.ALONE, FIRST_NUMBER, "second");
        List<String> line = Inside.worker(host, Damage.class);
        line.addAll(List.of("names", alone.directory().resolve(NAMES).toString(), "" + names));
        host.exec(FILLED, line.toArray(String[]::new)).orThrow();
        add(alone.alone());
        add(new Mirror(pair, Target.SECOND, FIRST_NUMBER + 1, "second").alone().joined());
        add(new Mirror(pair, Target.NONE, FIRST_NUMBER + 2, "none").alone().joined());
        if (Gluster.mount(pair, report)) {
            targets.add(new Target(Target.GLUSTER, disk.resolve("gluster/mount")));
        }
    }

    /** The nodes on which a module runs. */
    List<Node> nodes(Mirror mirror) {
        return mirror.name().equals(Target.ALONE) ? List.of(pair.node1()) : pair.nodes();
    }

    private void add(Mirror mirror) {
        targets.add(new Target(mirror.name(), mirror.directory()));
        mirrors.add(mirror);
    }

    private Target untracked(LabHost host) {
        Path directory = host.disk().resolve("untracked");
        Path output = host.disk().resolve("untracked.out");
        Path library = pair.node1().safe().resolve("private/lib/safekit-linux.jar");
        List<String> line = Inside.server(host, Untracked.class, List.of(library));
        line.add(directory.toString());
        host.launch(output, line.toArray(String[]::new));
        Await.until(
                "the unreplicated file system is mounted",
                MOUNTED,
                () -> pair.node1().sh("grep mounted " + output).succeeded());
        return new Target(Target.UNTRACKED, directory);
    }
}
