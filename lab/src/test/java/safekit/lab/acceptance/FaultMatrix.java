package safekit.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import safekit.lab.host.Await;
import safekit.lab.host.Cut;
import safekit.lab.observe.Watch;
import safekit.lab.product.Node;
import safekit.lab.product.NotesModule;
import safekit.lab.product.Pair;

/**
 * Each fault on one of the two nodes, under a writing client. Afterwards: the fault had its effect,
 * no acknowledged note is lost, the pair is whole again by itself, the trees are equal, and no two
 * nodes served for longer than it takes to hear each other (generations.md D3).
 */
abstract class FaultMatrix extends OnTwoNodes {
    /** Both disks are written first, unless the property `faults.async` says otherwise. */
    private static final NotesModule MODULE =
            NotesModule.quick()
                    .withReplication("async", System.getProperty("faults.async", "none"));

    /** Silence before a heartbeat is lost. */
    static final Duration TIMEOUT = MODULE.timeout();

    /** Longer than the heartbeat timeout, so that the fault has its full effect. */
    private static final Duration LASTING = TIMEOUT.multipliedBy(3);

    /** Two pulses, and the time that the watch needs to notice. */
    static final Duration HEARING = Duration.ofSeconds(1);

    /**
     * A fault; the first node is always the victim.
     *
     * @param begin how it begins
     * @param shows what must be seen while it lasts or at once after it
     * @param end how it ends
     * @param overlap the longest time in which both may serve
     */
    record Fault(
            String name,
            BiConsumer<Pair, Node> begin,
            BiConsumer<Node, Node> shows,
            BiConsumer<Pair, Node> end,
            Duration overlap) {

        @Override
        public String toString() {
            return name;
        }
    }

    FaultMatrix() {
        super(MODULE);
    }

    /** The node that suffers; node1 is primary and node2 secondary before each fault. */
    abstract Node victim();

    List<Fault> faults() {
        return List.of(
                new Fault(
                        "power_off",
                        (_, it) -> it.host().powerOff(),
                        this::isGone,
                        (_, it) -> restart(it),
                        Duration.ZERO),
                process("jvm_crash", it -> it.host().kill(it.moduleProcess())),
                process("jvm_hang", it -> it.host().hang(it.moduleProcess())),
                new Fault(
                        "host_pause",
                        (_, it) -> it.host().pause(),
                        this::isGone,
                        (_, it) -> it.host().resume(),
                        HEARING),
                cut(
                        "nobody_hears_it",
                        (it, peer) -> List.of(Cut.oneWay(it, peer)),
                        (_, peer) -> hearsNothing(peer)),
                cut(
                        "it_hears_nobody",
                        (it, peer) -> List.of(Cut.oneWay(peer, it)),
                        (it, _) -> hearsNothing(it)),
                cut(
                        "flow_cut",
                        (it, peer) -> only(Cut.Traffic.FLOW, it, peer),
                        (_, _) -> {
                            node1.loggedVerbosely("PRIMARY: drops the secondary: <why>");
                            node1.logged("Local state ALONE Ready");
                        }),
                cut(
                        "heartbeats_cut",
                        (it, peer) -> only(Cut.Traffic.HEARTBEATS, it, peer),
                        (_, _) -> pair.nodes().forEach(FaultMatrix::lostHeartbeats)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void strikes(Fault fault) {
        pair.paired();
        Node victim = victim();
        long start = System.nanoTime();
        try (var client = pair.client();
                var watch = pair.watch()) {
            client.awaitProgress(PROGRESS);
            seenServing(watch, node1, start);
            assertThat(watch.mostServersAtOnce()).isEqualTo(1);

            fault.begin().accept(pair, victim);
            lasts(LASTING);
            client.awaitProgress(PROGRESS);
            fault.shows().accept(victim, peer());
            fault.end().accept(pair, victim);

            pair.converges();
            client.awaitProgress(PROGRESS);
            long after = System.nanoTime();
            Await.until(
                    "the watch sees the primary serve, and nobody else",
                    PROGRESS,
                    () -> watch.serversSince(after).equals(primaries()));
            assertThat(pair.verify(client).lost()).isEmpty();
            assertThat(watch.longestOverlap()).isLessThanOrEqualTo(fault.overlap());
        }
        pair.becomesEqual();
    }

    private static void seenServing(Watch watch, Node node, long since) {
        Await.until(
                "the watch sees " + node.name() + " serve, and nobody else",
                PROGRESS,
                () -> watch.serversSince(since).equals(Set.of(node.name())));
    }

    private Set<String> primaries() {
        return pair.nodes().stream()
                .filter(node -> node.state().equals("PRIM Ready"))
                .map(Node::name)
                .collect(Collectors.toSet());
    }

    private static void lasts(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        Await.until("the fault has lasted", time.plusSeconds(1), () -> System.nanoTime() > end);
    }

    private static void restart(Node node) {
        node.boot();
        node.start();
    }

    private Node peer() {
        return victim() == node1 ? node2 : node1;
    }

    /** A fault of the module's process, which safeadmin repairs. */
    private Fault process(String name, Consumer<Node> begin) {
        return new Fault(name, (_, it) -> begin.accept(it), this::isGone, (_, _) -> {}, HEARING);
    }

    /** A cut between the victim and its peer. */
    private Fault cut(
            String name, BiFunction<String, String, List<Cut>> cuts, BiConsumer<Node, Node> shows) {
        return new Fault(
                name,
                (pair, it) -> pair.lab().cut(cuts.apply(it.name(), peer().name())),
                shows,
                (pair, _) -> pair.lab().heal(),
                HEARING);
    }

    private static List<Cut> only(Cut.Traffic traffic, String one, String other) {
        return Cut.between(one, other).stream().map(cut -> cut.of(traffic)).toList();
    }

    // --- what must be seen ---

    /** The peer serves alone: it took over, or it was primary and goes on. */
    private void isGone(Node victim, Node peer) {
        peer.logged(PEER_UNKNOWN);
        if (victim == node1) {
            peer.logged(NO_HEARTBEAT, START_PRIM, "Local state ALONE Ready");
        } else {
            goesOnAlone(victim, peer);
        }
    }

    static void goesOnAlone(Node victim, Node peer) {
        peer.logged("Local state ALONE Ready").neverLogged("Script start_prim<any>");
    }

    private static void hearsNothing(Node node) {
        node.logged(DEFAULT_DOWN, FLOW_DOWN, PEER_UNKNOWN);
    }

    private static void lostHeartbeats(Node node) {
        node.logged(DEFAULT_DOWN, FLOW_DOWN);
    }
}
