package safekit.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import safekit.lab.product.NotesModule;

/** Scheduled synchronizations and availability of recent data (spec 04 sections 7 and 9). */
class ScheduledSyncTest extends OnTwoNodes {
    ScheduledSyncTest() {
        super(NotesModule.quick());
    }

    @BeforeEach
    void renewed() {
        freshAfterFailure();
    }

    @Test
    void a_secondary_waits_for_its_schedule_and_again_after_the_synchronization() {
        pair.firstAlone();
        node1.stop().becomes("STOP NotReady");
        pair.configure(NotesModule.quick().withReplication("syncat", "1 0 1 1 *"));
        node1.prim().becomes("ALONE Ready");
        node1.sh("echo planned > replicated/planned").orThrow();
        node2.start();
        node2.becomes("WAIT NotReady").logged("Action wait from failover rule rfs_syncat_wait");
        assertThat(node2.resource("rfs.syncat")).isEqualTo("down");

        pair.mark();
        node2.order("set", "-r", "rfs.syncat", "-v", "up");
        node2.logged(
                "Local state SECOND Ready",
                "Action wait from failover rule rfs_syncat_wait",
                "Local state WAIT NotReady");
        node2.becomes("WAIT NotReady");
        assertThat(node2.sh("cat replicated/planned").out()).isEqualTo("planned\n");
        assertThat(node2.resource("rfs.syncat")).isEqualTo("down");
        node1.becomes("ALONE Ready");
        pair.bothStopped();
        pair.configure(NotesModule.quick());
    }

    @Test
    void an_isolated_node_that_was_synchronised_lately_serves() {
        pair.bothStopped();
        pair.configure(NotesModule.quick().withReplication("syncdelta", "10m"));
        pair.paired();
        assertThat(node2.resource("rfs.synced")).isEqualTo("up");
        node2.stop().becomes("STOP NotReady");
        node1.becomes("ALONE Ready").host().powerOff();
        pair.mark();
        node2.start();
        node2.becomes("ALONE Ready")
                .loggedVerbosely("Resource rfs.uptodate set to up by rfs_forceuptodate");
        node1.boot();
        node1.start().becomes("SECOND Ready");
        pair.becomesEqual();
        pair.bothStopped();
        pair.configure(NotesModule.quick());
    }
}
