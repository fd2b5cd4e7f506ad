package safekit.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.MethodOrderer.MethodName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import safekit.lab.product.NotesModule;

/** From two nodes that never met to a pair: in this order, on a pair that is new only once. */
@TestMethodOrder(MethodName.class)
class FirstStartTest extends OnTwoNodes {
    FirstStartTest() {
        super(NotesModule.quick());
    }

    @Test
    void M1_never_started_nodes_wait_for_each_other() {
        pair.bothStopped();
        node1.start();
        node2.start();
        for (var node : pair.nodes()) {
            node.becomes("WAIT NotReady")
                    .logged(
                            "Action start called by root",
                            "Action wait from failover rule rfs_notuptodate_server",
                            DATA_OLD,
                            HINT_PRIM);
        }
    }

    @Test
    void S1_prim_starts_the_node_that_has_the_data() {
        pair.bothStopped();
        node1.sh("echo old > replicated/data").orThrow();
        node1.prim();
        node1.becomes("ALONE Ready").logged("Action prim called by root", START_PRIM);
        assertThat(node2.state()).isEqualTo("STOP NotReady");
    }

    @Test
    void S2_second_brings_the_empty_node_up_to_date() {
        node2.mark().second();
        node2.becomes("SECOND Ready").logged("Action second called by root");
        node1.becomes("PRIM Ready");
        assertThat(node2.sh("cat replicated/data").out()).isEqualTo("old\n");
        pair.becomesEqual();
    }
}
