package safekit.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import safekit.lab.host.Outcome;
import safekit.lab.product.NotesModule;

/** A copy that was interrupted leaves a node that nobody may trust: S14 to S16. */
class InterruptedCopyTest extends OnTwoNodes {
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
                "Data may be inconsistent for replicated directories"
                        + " (stopped during reintegration)",
                "If you are sure that this server has valid data,"
                        + " run safekit primforce to force start as primary");

        node1.start();
        node2.start();
        pair.converges();
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
        node2.start();
        node2.becomes("SECOND Transient");
        node2.stop().becomes("STOP NotReady");
        node1.stop().becomes("STOP NotReady");
        pair.mark();
    }
}
