package safekit.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import safekit.lab.product.Node;
import safekit.lab.product.Pair;

/**
 * Rounds of power-offs at random instants under a database. After each round nothing acknowledged
 * is lost, the pair is whole, and not more was copied than was written to the two disks meanwhile.
 * The seed is printed; {@code -Dpower.seed=} takes it again.
 */
final class PowerOffs {
    /** Who loses power in a round; roles at its beginning. */
    enum Victims {
        PRIMARY,
        SECONDARY,
        BOTH
    }

    private static final String BEFORE_COPY = "before";
    private static final String AFTER_COPY = "after";
    private static final Duration PROGRESS = Duration.ofSeconds(60);
    private static final String COPIED =
            "Copied <bytes> bytes, <files> files, <seconds> sec, <rate> KB/sec";

    /** Bytes of files that may have been copied and are gone. */
    private static final long REMOVED_SINCE = 1 << 20;

    /** Longest time from a state to the power-off in it. */
    private static final Duration BEFORE = Duration.ofMillis(700);

    /** Longest time between two power-offs that count as one. */
    private static final Duration BETWEEN = Duration.ofMillis(200);

    private final Pair pair;
    private final Database database;
    private final Random random;

    PowerOffs(Pair pair, Database database) {
        this.pair = pair;
        this.database = database;
        long seed = Long.getLong("power.seed", System.nanoTime());
        this.random = new Random(seed);
        System.out.println("power-offs: -Dpower.seed=" + seed);
    }

    /** So many rounds, the victims one after the other. */
    void rounds(int count, List<Victims> victims) {
        for (int round = 0; round < count; round++) {
            round(round + 1, victims.get(round % victims.size()));
        }
    }

    private void round(int number, Victims victims) {
        Node primary = pair.primary();
        Node secondary = pair.peer(primary);
        database.awaitProgress(PROGRESS);
        pair.mark();
        instant(BEFORE);
        switch (victims) {
            case PRIMARY -> loses(primary, secondary);
            case SECONDARY -> loses(secondary, primary);
            case BOTH -> bothLose(primary, secondary);
        }
        pair.converges();
        database.awaitProgress(PROGRESS);
        database.nothingIsLost();
        System.out.printf("power-off %d of %s: %s%n", number, victims, resynchronised());
    }

    /** One node loses power; sometimes once more while it is brought up to date. */
    private void loses(Node victim, Node survivor) {
        victim.host().powerOff();
        survivor.becomes("ALONE Ready");
        database.awaitProgress(PROGRESS);
        database.nothingIsLost();
        comesBack(victim);
        victim.start();
        if (random.nextInt(3) == 0) {
            instant(BEFORE);
            victim.host().powerOff();
            comesBack(victim);
            victim.start();
        }
    }

    private void bothLose(Node primary, Node secondary) {
        Node first = random.nextBoolean() ? primary : secondary;
        first.host().powerOff();
        instant(BETWEEN);
        pair.peer(first).host().powerOff();
        pair.nodes().forEach(PowerOffs::comesBack);
        pair.nodes().forEach(Node::start);
    }

    private static void comesBack(Node node) {
        node.boot();
        snapshot(node, BEFORE_COPY);
    }

    private static void snapshot(Node node, String name) {
        // A load goes on: what it removes while it is read is not there.
        node.sh("rm -rf %1$s; cp -a replicated %1$s 2>/dev/null; test -e %1$s".formatted(name))
                .orThrow();
    }

    /**
     * What the secondary was sent until it was up to date: not more than the blocks in which it
     * differed when it came back from what the primary has now, and something for files that the
     * load has removed since.
     */
    private String resynchronised() {
        Node source = pair.primary();
        Node receiver = pair.peer(source);
        snapshot(source, AFTER_COPY);
        var differing = Blocks.compare(tree(receiver, BEFORE_COPY), tree(source, AFTER_COPY));
        long copied = copied(receiver);
        assertThat(copied).isLessThanOrEqualTo(differing.differing() * 11 / 10 + REMOVED_SINCE);
        return "%,d bytes copied, %,d differed of %,d"
                .formatted(copied, differing.differing(), differing.all());
    }

    private static Path tree(Node node, String name) {
        return node.host().path(node.host().disk().resolve(name));
    }

    private void instant(Duration longest) {
        long end = System.nanoTime() + random.nextLong(longest.toNanos());
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static long copied(Node node) {
        return node.messages(COPIED).stream()
                .mapToLong(line -> Long.parseLong(line.split(" ", -1)[1]))
                .sum();
    }
}
