package safekit.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import safekit.lab.host.Await;
import safekit.lab.host.Cut;
import safekit.lab.product.NotesModule;

/** Both networks are cut and come back: M10a and M10b. */
class SplitBrainTest extends OnTwoNodes {
    SplitBrainTest() {
        super(NotesModule.quick());
    }

    @Test
    void M10a_b_both_serve_while_cut_and_the_former_secondary_gives_way_afterwards() {
        pair.paired();
        try (var watch = pair.watch()) {
            pair.lab().cut(Cut.between("node1", "node2"));
            for (var node : pair.nodes()) {
                node.becomes("ALONE Ready")
                        .logged(DEFAULT_DOWN, FLOW_DOWN, PEER_UNKNOWN, "Local state ALONE Ready");
            }
            node1.neverLogged("Script start_prim<any>");
            node2.logged(NO_HEARTBEAT, START_PRIM);
            Await.until(
                    "both have the address and the service answers there",
                    PROGRESS,
                    () -> watch.mostServersAtOnce() == 2);
        }
        node1.sh("echo kept > replicated/of1").orThrow();
        node2.sh("echo lost > replicated/of2").orThrow();

        pair.mark();
        pair.lab().heal();
        node1.logged("Remote state ALONE Ready", "Split brain recovery: staying alone");
        node2.logged("Remote state ALONE Ready", "Split brain recovery: exiting alone", STOP_PRIM);
        node2.becomes("SECOND Ready");
        node1.becomes("PRIM Ready").neverLogged("Script stop_prim<any>");
        assertThat(node2.sh("ls replicated").out()).contains("of1").doesNotContain("of2");
        pair.becomesEqual();
    }
}
