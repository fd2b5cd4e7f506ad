package safekit.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static safekit.lab.acceptance.CommandLineTest.refuses;

import org.junit.jupiter.api.Test;
import safekit.lab.host.Cut;
import safekit.lab.host.Outcome;
import safekit.lab.product.NotesModule;

/** prim and second tell the administrator at the terminal what they refuse, and why. */
class RefusedStartTest extends OnTwoNodes {
    RefusedStartTest() {
        super(NotesModule.quick());
    }

    @Test
    void prim_says_that_the_peer_holds_newer_data() {
        pair.firstAlone();
        node1.sh("echo newer > replicated/newer").orThrow();
        node1.stop().becomes("STOP NotReady");
        Outcome refused = node2.attempt("prim");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err())
                .startsWith("Error: prim refused: the peer holds newer data (")
                .contains("), which this command would discard; start the peer instead");
        node2.becomes("STOP NotReady").logged("Requested prim start aborted ");
        refuses(node2, "Error: second refused: the peer is not primary\n", "second");
        node2.becomes("STOP NotReady");
    }

    @Test
    void prim_does_not_wait_for_a_peer_that_says_nothing() {
        pair.paired();
        node2.stop().becomes("STOP NotReady");
        node1.stop().becomes("STOP NotReady");
        pair.lab().cut(Cut.between("node1", "node2"));
        Outcome accepted = node1.attempt("prim");
        assertThat(accepted.exit()).isZero();
        node1.becomes("ALONE Ready");
        Outcome refused = node2.attempt("second");
        assertThat(refused)
                .returns(1, Outcome::exit)
                .returns("Error: second refused: the peer is silent\n", Outcome::err);
        pair.lab().heal();
    }
}
