package safekit.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import safekit.lab.product.Node;
import safekit.lab.product.NotesModule;

/** The machine of the primary goes down and comes back, and the module starts at boot: M8, M9. */
class ShutdownTest extends OnTwoNodes {
    private static final String AT_BOOT = "Action start called at boot time";

    ShutdownTest() {
        super(NotesModule.quick());
    }

    @BeforeAll
    void startsAtBoot() {
        String file = "safekit/modules/" + NotesModule.NAME + "/conf/userconfig.xml";
        for (Node node : pair.nodes()) {
            node.sh("sed -i 's/<service /<service boot=\"on\" /' " + file).orThrow();
            node.order("config");
        }
    }

    @Test
    void M8_the_secondary_takes_over_when_the_primary_is_shut_down() {
        pair.paired();
        node1.endDaemon();
        node1.sh("sync -f .").orThrow(); // as when the system unmounts its disks
        node1.host().powerOff();
        node2.becomes("ALONE Ready")
                .logged(
                        "Action alone called by heart: remote stop",
                        START_PRIM,
                        "Local state ALONE Ready");

        node1.boot();
        node1.logged(
                "Action shutdown called by root", STOP_PRIM, "Local state STOP NotReady", AT_BOOT);
        pair.converges();
        assertThat(pair.primary()).isEqualTo(node2);
        pair.becomesEqual();
    }

    @Test
    void M9_after_a_power_off_the_module_starts_at_boot_too() {
        pair.paired();
        node1.host().powerOff();
        node2.becomes("ALONE Ready").logged(NO_HEARTBEAT, START_PRIM);
        node1.boot();
        node1.logged(AT_BOOT);
        pair.converges();
        assertThat(pair.primary()).isEqualTo(node2);
        pair.becomesEqual();
    }
}
