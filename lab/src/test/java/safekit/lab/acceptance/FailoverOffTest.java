package safekit.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import safekit.lab.product.NotesModule;

/** With failover="off" nobody takes over without an administrator: S9 to S11. */
class FailoverOffTest extends OnTwoNodes {
    FailoverOffTest() {
        super(NotesModule.quick().withoutFailover());
    }

    @Test
    void S9_the_secondary_waits_when_the_primary_fails() {
        failedPrimary();
        node2.logged(
                "Failover-off configured",
                "Action stopstart called by failover-off",
                "Transition STOPSTART from failover-off",
                "Local state WAIT NotReady");
        node2.neverLogged("Script start_prim<any>");
        assertThat(node1.state()).isEqualTo("STOP NotReady");
    }

    @Test
    void S10_the_failed_primary_comes_back_as_primary() {
        failedPrimary();
        node1.start().becomes("PRIM Ready");
        node2.becomes("SECOND Ready");
    }

    @Test
    void S11_an_administrator_makes_the_secondary_primary() {
        failedPrimary();
        node2.stop().becomes("STOP NotReady");
        node2.prim().becomes("ALONE Ready");
    }

    private void failedPrimary() {
        pair.paired();
        node1.order("stop", "-i", "start_prim");
        node1.becomes("STOP NotReady");
        node2.becomes("WAIT NotReady");
    }
}
