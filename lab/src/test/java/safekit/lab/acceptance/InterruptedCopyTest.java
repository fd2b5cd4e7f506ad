package safekit.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import safekit.lab.host.Outcome;
import safekit.lab.product.Node;
import safekit.lab.product.NotesModule;

/** A copy that was interrupted leaves a node that nobody may trust: S14 to S16. */
class InterruptedCopyTest extends OnTwoNodes {
    /** The hash of the large file when node1 was alone with it. */
    private String whole = "";

    InterruptedCopyTest() {
        super(NotesModule.quick().withSlowCopy(2000));
    }

    @Test
    void S14_S15_prim_is_refused_until_the_copy_is_completed() {
        interruptedCopy();
        assertThat(node2.attempt("prim"))
                .returns(1, Outcome::exit)
                .returns(
                        """
                        Error: Data may be inconsistent for replicated directories \
                        (stopped during reintegration)
                        If you are sure that this server has valid data, \
                        run safekit primforce to force start as primary
                        """,
                        Outcome::err);
        node2.becomes("STOP NotReady");
        node2.logged(
                "Action prim called by root",
                "Data may be inconsistent for replicated directories"
                        + " (stopped during reintegration)",
                "If you are sure that this server has valid data,"
                        + " run safekit primforce to force start as primary",
                "Requested prim start aborted ");

        node1.start();
        completedFromNode1();
    }

    @Test
    void S15_prim_on_the_node_with_the_whole_data_completes_the_copy_too() {
        interruptedCopy();
        node1.prim().becomes("ALONE Ready").logged("Action prim called by root");
        completedFromNode1();
    }

    private void completedFromNode1() {
        node2.start().becomes("SECOND Ready").logged("Reintegration ended (<policy>)");
        node1.becomes("PRIM Ready");
        pair.nodes().forEach(node -> assertThat(hash(node)).isEqualTo(whole));
        pair.becomesEqual();
    }

    @Test
    void S16_primforce_starts_it_all_the_same_and_the_peer_copies_everything() {
        interruptedCopy();
        node2.order("primforce");
        node2.becomes("ALONE Ready").logged("Action primforce called by root");

        node1.mark().start();
        node1.becomes("SECOND Ready").logged("Reintegration ended (full)");
        node2.becomes("PRIM Ready");
        pair.becomesEqual();
    }

    private void interruptedCopy() {
        pair.firstAlone();
        node1.sh("head -c 60M /dev/urandom > replicated/large").orThrow();
        whole = hash(node1);
        node2.start();
        node2.becomes("SECOND Transient");
        node2.stop().becomes("STOP NotReady");
        node1.stop().becomes("STOP NotReady");
        assertThat(hash(node1)).isEqualTo(whole);
        assertThat(hash(node2)).as("the copy is not whole").isNotEqualTo(whole);
        pair.mark();
    }

    /** Of the large file; empty where there is none. */
    private static String hash(Node node) {
        return node.sh("sha256sum < replicated/large").out();
    }
}
