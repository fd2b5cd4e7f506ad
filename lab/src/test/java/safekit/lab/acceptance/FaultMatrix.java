package safekit.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import safekit.lab.host.Await;
import safekit.lab.host.Cut;
import safekit.lab.product.Node;
import safekit.lab.product.NotesModule;
import safekit.lab.product.Pair;

/**
 * Each fault on one of the two nodes, under a writing client. Afterwards: no acknowledged note is
 * lost, the pair is whole again by itself, the trees are equal, and no two nodes served for longer
 * than it takes to hear each other (generations.md D3).
 */
abstract class FaultMatrix extends OnTwoNodes {
    private static final NotesModule MODULE = NotesModule.quick();

    /** Longer than the heartbeat timeout, so that the fault has its full effect. */
    private static final Duration LASTING = MODULE.timeout().multipliedBy(3);

    /** Two pulses, and the time that the watch needs to notice. */
    private static final Duration OVERLAP = Duration.ofSeconds(1);

    /** How a fault begins and ends; the first node is the victim. */
    private record Fault(String name, BiConsumer<Pair, Node> begin, BiConsumer<Pair, Node> end) {}

    private static final List<Fault> FAULTS =
            List.of(
                    new Fault("power_off", (_, it) -> it.host().powerOff(), (_, it) -> restart(it)),
                    new Fault(
                            "jvm_crash",
                            (_, it) -> it.host().kill(it.moduleProcess()),
                            (_, _) -> {}),
                    new Fault(
                            "jvm_hang",
                            (_, it) -> it.host().hang(it.moduleProcess()),
                            (_, _) -> {}),
                    new Fault(
                            "host_pause",
                            (_, it) -> it.host().pause(),
                            (_, it) -> it.host().resume()),
                    cut("nobody_hears_it", (it, peer) -> List.of(Cut.oneWay(it, peer))),
                    cut("it_hears_nobody", (it, peer) -> List.of(Cut.oneWay(peer, it))),
                    cut("flow_cut", (it, peer) -> only(Cut.Traffic.FLOW, it, peer)),
                    cut("heartbeats_cut", (it, peer) -> only(Cut.Traffic.HEARTBEATS, it, peer)));

    FaultMatrix() {
        super(MODULE);
    }

    /** The node that suffers; node1 is primary and node2 secondary before each fault. */
    abstract Node victim();

    @TestFactory
    Stream<DynamicTest> faults() {
        return FAULTS.stream()
                .map(fault -> DynamicTest.dynamicTest(fault.name(), () -> strikes(fault)));
    }

    private void strikes(Fault fault) {
        pair.paired();
        Node victim = victim();
        try (var client = pair.client();
                var watch = pair.watch()) {
            client.awaitProgress(PROGRESS);
            fault.begin().accept(pair, victim);
            lasts(LASTING);
            client.awaitProgress(PROGRESS);
            fault.end().accept(pair, victim);

            pair.converges();
            client.awaitProgress(PROGRESS);
            assertThat(pair.verify(client).lost()).isEmpty();
            assertThat(watch.longestOverlap()).isLessThan(OVERLAP);
        }
        pair.becomesEqual();
    }

    private static void lasts(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        Await.until("the fault has lasted", time.plusSeconds(1), () -> System.nanoTime() > end);
    }

    private static void restart(Node node) {
        node.boot();
        node.start();
    }

    /** A cut between the victim, the first name, and its peer. */
    private static Fault cut(String name, BiFunction<String, String, List<Cut>> cuts) {
        return new Fault(
                name,
                (pair, it) -> {
                    Node peer = it == pair.node1() ? pair.node2() : pair.node1();
                    pair.lab().cut(cuts.apply(it.name(), peer.name()));
                },
                (pair, _) -> pair.lab().heal());
    }

    private static List<Cut> only(Cut.Traffic traffic, String one, String other) {
        return Cut.between(one, other).stream().map(cut -> cut.of(traffic)).toList();
    }
}
