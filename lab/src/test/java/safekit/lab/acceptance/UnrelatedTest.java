package safekit.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import safekit.lab.host.Cut;
import safekit.lab.product.NotesModule;

/** Two nodes whose data has nothing in common: S4. */
class UnrelatedTest extends OnTwoNodes {
    private static final String IMPOSSIBLE =
            "Automatic synchronization cannot be applied due to an abnormal delta"
                    + " between the dates of the last synchronization";

    UnrelatedTest() {
        super(NotesModule.quick());
    }

    @Test
    void S4_unrelated_data_is_not_overwritten_before_an_administrator_says_so() {
        pair.bothStopped();
        pair.lab().cut(Cut.between("node1", "node2"));
        node1.sh("echo one > replicated/of1").orThrow();
        node2.sh("echo two > replicated/of2").orThrow();
        node1.prim().becomes("ALONE Ready");
        node2.prim().becomes("ALONE Ready").stop().becomes("STOP NotReady");
        pair.lab().heal();

        pair.mark();
        node2.start();
        node2.logged("Action start called by root", IMPOSSIBLE, "Local state STOP NotReady");
        assertThat(node1.state()).isEqualTo("ALONE Ready");
        assertThat(node2.sh("ls replicated").out()).isEqualTo("of2\n");

        node2.order("second", "fullsync");
        node2.becomes("SECOND Ready").logged("Reintegration ended (full)");
        node1.becomes("PRIM Ready");
        assertThat(node2.sh("ls replicated").out()).isEqualTo("of1\n");
        pair.becomesEqual();
    }
}
