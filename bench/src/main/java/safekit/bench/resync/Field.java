package safekit.bench.resync;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import safekit.bench.inside.Inside;
import safekit.bench.job.Damage;
import safekit.bench.job.Scale;
import safekit.bench.job.Turns;
import safekit.bench.replication.Mirror;
import safekit.bench.replication.Peaks;
import safekit.lab.host.LabHost;
import safekit.lab.host.Lan;
import safekit.lab.host.Outcome;
import safekit.lab.product.Node;
import safekit.lab.product.Pair;

/** One module on two nodes, what is done to its data, and its resynchronisations. */
final class Field {
    /** From the first to the last line of a resynchronisation in the log of who receives. */
    static final String BEGINS = "RECEIVING: reintegration begins";

    static final String ENDS = "Local state SECOND Ready";

    private static final Duration WORK = Duration.ofMinutes(20);
    private static final String READY = "SECOND Ready";
    private static final int FLOW = 1;

    final Pair pair;
    final Mirror mirror;

    Field(Pair pair) {
        this.pair = pair;
        this.mirror = new Mirror(pair, "resync", 2, "second");
    }

    Node other(Node node) {
        return node == pair.node1() ? pair.node2() : pair.node1();
    }

    /**
     * Runs {@link Damage} on a node that serves; {@code what} is below the replicated directory.
     */
    void damage(Node node, String verb, String what, int... numbers) {
        List<String> line = Inside.worker(node.host(), Damage.class);
        line.addAll(List.of(verb, mirror.directory().resolve(what).toString()));
        for (int number : numbers) {
            line.add("" + number);
        }
        run(node.host(), line).orThrow();
    }

    /** Starts the module on this node while the other serves; returns when it is SECOND Ready. */
    Measured resynchronise(Node node, String... verb) {
        Wire wire = new Wire(node, lan());
        Peaks.reset(mirror, List.of(other(node)));
        begin(node, verb);
        mirror.becomes(node, READY);
        return measured(node, wire);
    }

    /** As `safekit start`, or with these words instead; it goes on when this returns. */
    void begin(Node node, String... verb) {
        mirror.verb(node, verb.length == 0 ? new String[] {"start"} : verb);
    }

    private Measured measured(Node node, Wire wire) {
        return new Measured(
                Stopwatch.seconds(mirror.log(node), BEGINS, ENDS),
                wire.mebibytes(),
                Peaks.megabytes(mirror, other(node)),
                Peaks.megabytes(mirror, node));
    }

    private Lan lan() {
        return pair.lab().lans().get(FLOW);
    }

    /** Removes what the stopped module of a node has on its disk, below the fence. */
    void wipe(Node node) {
        String name = mirror.directory().getFileName().toString();
        String below = "below/" + name;
        String remove = "rm -rf " + below + "/* " + below + "/.[a-z]*";
        node.sh("mkdir -p below && mount --bind . below && " + remove + " && umount below")
                .orThrow();
    }

    /** Writes of 4 KiB with fsync per second, one sample per turn. */
    List<Double> writes(Node node, Scale scale) {
        String job = "write4k_fsync_1job";
        List<String> line = Inside.worker(node.host(), Turns.class);
        line.add(job);
        line.addAll(scale.words());
        line.add(mirror.directory().toString());
        List<Double> rates = new ArrayList<>();
        for (String row : run(node.host(), line).orThrow().out().lines().toList()) {
            if (row.startsWith("!")) {
                throw new AssertionError(row);
            }
            if (row.startsWith(job + " ")) {
                rates.add(Double.parseDouble(row.substring(row.lastIndexOf(' ') + 1)));
            }
        }
        return rates;
    }

    /** Seconds of `cp -a` of the replicated tree to a new directory of the same disk, and sync. */
    double copySeconds(Node node) {
        Path copy = node.host().disk().resolve("copy");
        String script = "cp -a " + mirror.directory() + " " + copy + " && sync -f " + copy;
        long begin = System.nanoTime();
        run(node.host(), List.of("sh", "-c", script)).orThrow();
        double seconds = (System.nanoTime() - begin) / 1e9;
        run(node.host(), List.of("rm", "-rf", copy.toString())).orThrow();
        return seconds;
    }

    private static Outcome run(LabHost host, List<String> line) {
        return host.exec(WORK, line.toArray(String[]::new));
    }
}
