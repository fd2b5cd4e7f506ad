package safekit.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import safekit.lab.product.Node;
import safekit.lab.product.NotesModule;

/** The life of a mirror: M2 to M7, M9, and the starts of S3 and S5. */
class MirrorTest extends OnTwoNodes {
    private static final String ANY_START_PRIM = "Script start_prim<any>";
    private static final String COPIED =
            "Copied <bytes> bytes, <files> files, <seconds> sec, <rate> KB/sec";
    private static final long MIB = 1 << 20;

    MirrorTest() {
        super(NotesModule.quick().withInterfaceCheck());
    }

    @Test
    void M2_two_synchronised_nodes_start_as_primary_and_secondary() {
        pair.paired();
        pair.bothStopped();
        node1.start();
        node2.start();
        pair.converges();
        Node primary = node1.state().equals("PRIM Ready") ? node1 : node2;
        Node secondary = primary == node1 ? node2 : node1;
        // The primary is PRIM before it grants the other the right to take over.
        primary.logged("Action start called by root", START_PRIM, "Local state PRIM Ready");
        primary.logged("Action start called by root", "Remote state SECOND Ready");
        secondary.logged(
                "Action start called by root",
                "Local state SECOND Ready",
                "Remote state PRIM Ready");
        secondary.neverLogged(ANY_START_PRIM);
    }

    @Test
    void M3_the_secondary_takes_over_from_a_primary_that_is_stopped() {
        pair.paired();
        node1.stop();
        node1.becomes("STOP NotReady")
                .logged("Action stop called by root", STOP_PRIM, "Local state STOP NotReady");
        node2.becomes("ALONE Ready")
                .logged(
                        "Action alone called by heart: remote stop",
                        START_PRIM,
                        "Local state ALONE Ready");
    }

    @Test
    void M4_the_stopped_node_comes_back_as_secondary_and_the_application_goes_on() {
        pair.paired();
        node1.stop().becomes("STOP NotReady");
        node2.becomes("ALONE Ready");
        pair.mark();
        node1.start();
        node1.becomes("SECOND Ready").logged("Action start called by root");
        node2.becomes("PRIM Ready").neverLogged(ANY_START_PRIM);
    }

    @Test
    void M5_a_restart_runs_the_scripts_and_leaves_the_secondary_alone() {
        pair.paired();
        node1.order("restart");
        node1.logged(
                        "Action restart called by root",
                        "Local state PRIM Transient",
                        STOP_PRIM,
                        START_PRIM,
                        "Local state PRIM Ready")
                .becomes("PRIM Ready");
        assertThat(node2.state()).isEqualTo("SECOND Ready");
        node2.neverLogged("Local state <state>");
    }

    @Test
    void M6_the_virtual_address_is_on_the_primary_and_moves_with_it() {
        pair.paired();
        onlyHolderOfTheAddressIs(node1);
        node1.order("stopstart");
        node1.becomes("SECOND Ready");
        node2.becomes("PRIM Ready").loggedVerbosely("Virtual IP " + pair.virtualAddress() + " set");
        onlyHolderOfTheAddressIs(node2);
    }

    private void onlyHolderOfTheAddressIs(Node holder) {
        var lan = pair.lab().lans().getFirst();
        var client = pair.lab().client();
        for (Node node : pair.nodes()) {
            String addresses = node.sh("ip addr show").out();
            assertThat(addresses.contains(pair.virtualAddress() + "/")).isEqualTo(node == holder);
            assertThat(client.answers(node.host().address(lan), 3)).isEqualTo(3);
        }
        assertThat(client.answers(pair.virtualAddress(), 3)).isEqualTo(3);
        assertThat(client.neighbour(pair.virtualAddress()))
                .isEqualTo(holder.host().hardwareAddress(lan));
    }

    @Test
    void M7a_a_file_made_on_the_primary_is_on_the_secondary() {
        pair.paired();
        node1.sh("echo one > replicated/file1.txt").orThrow();
        assertThat(node2.sh("cat replicated/file1.txt").out()).isEqualTo("one\n");
    }

    @Test
    void M7b_the_secondary_is_read_only() {
        pair.paired();
        node1.sh("echo one > replicated/file1.txt").orThrow();
        assertThat(node2.sh("rm replicated/file1.txt").err()).contains("Read-only file system");
    }

    @Test
    void M7c_d_a_stopped_node_misses_a_file_and_gets_it_when_it_comes_back() {
        pair.paired();
        node1.stop().becomes("STOP NotReady");
        node2.becomes("ALONE Ready");
        node2.sh("echo two > replicated/file2.txt").orThrow();
        assertThat(node1.sh("ls replicated").out()).doesNotContain("file2.txt");

        pair.mark();
        node1.start();
        node1.becomes("SECOND Ready")
                .logged("Local state SECOND Transient", "Local state SECOND Ready")
                .logged(
                        "Updating directory tree from " + node1.replicated(),
                        COPIED,
                        "Reintegration ended (synchronize)",
                        "Local state SECOND Ready");
        assertThat(copiedBytes(node1)).isBetween(4L, MIB);
        assertThat(node1.sh("cat replicated/file2.txt").out()).isEqualTo("two\n");
        pair.becomesEqual();
    }

    @Test
    void M9_the_secondary_takes_over_when_the_primary_loses_power() {
        pair.paired();
        try (var client = pair.client();
                var watch = pair.watch()) {
            client.awaitProgress(PROGRESS);
            node1.host().powerOff();
            node2.becomes("ALONE Ready")
                    .logged(DEFAULT_DOWN, FLOW_DOWN, PEER_UNKNOWN, NO_HEARTBEAT, START_PRIM);
            client.awaitProgress(PROGRESS);
            assertThat(pair.verify(client).lost()).isEmpty();
            assertThat(watch.mostServersAtOnce()).isEqualTo(1);
        }
        node1.boot();
        node1.start();
        node1.becomes("SECOND Ready");
        node2.becomes("PRIM Ready");
        pair.becomesEqual();
    }

    @Test
    void M9_power_lost_just_after_a_pairing_does_not_make_the_data_unrelated() {
        pair.firstAlone();
        node2.start().becomes("SECOND Ready");
        node1.becomes("PRIM Ready").host().powerOff();
        node2.becomes("ALONE Ready");
        node1.boot();
        node1.start().becomes("SECOND Ready");
        node2.becomes("PRIM Ready").host().powerOff();
        node1.becomes("ALONE Ready");
        node2.boot();
        node2.start().becomes("SECOND Ready");
        pair.becomesEqual();
    }

    @Test
    void S3_a_node_that_was_stopped_cleanly_copies_only_what_changed() {
        pair.paired();
        node1.sh("head -c 20M /dev/urandom > replicated/large3").orThrow();
        pair.firstAlone();
        pair.becomesEqual();
        node1.sh("dd if=/dev/urandom of=replicated/large3 bs=4k count=1 seek=1234 conv=notrunc")
                .orThrow();
        assertThat(pair.differences()).singleElement().asString().startsWith("large3: ");
        node2.start();
        node2.becomes("SECOND Ready")
                .logged("Local state SECOND Transient", "Local state SECOND Ready")
                .logged(
                        "Action start called by root",
                        "Updating directory tree from " + node2.replicated(),
                        COPIED,
                        "Reintegration ended (synchronize)",
                        "Local state SECOND Ready");
        assertThat(copiedBytes(node2)).isBetween(4096L, MIB);
        node1.becomes("PRIM Ready")
                .logged("Remote state SECOND Transient", "Local state PRIM Ready")
                .neverLogged("Local state ALONE Transient");
        pair.becomesEqual();
    }

    private static long copiedBytes(Node node) {
        return Long.parseLong(node.message(COPIED).split(" ", -1)[1]);
    }

    @Test
    void S5_a_node_with_old_data_waits_for_the_other() {
        pair.firstAlone();
        node1.sh("echo newer > replicated/file5.txt").orThrow();
        node1.stop().becomes("STOP NotReady");
        node2.start();
        node2.becomes("WAIT NotReady")
                .logged(
                        "Action start called by root",
                        "Action wait from failover rule rfs_notuptodate_server",
                        DATA_OLD,
                        HINT_PRIM);
        assertThat(node2.resource("rfs.uptodate")).isEqualTo("down");

        node1.start();
        node2.becomes("SECOND Ready");
        node1.becomes("PRIM Ready");
        pair.becomesEqual();
    }

    @Test
    void S5_prim_forces_the_node_with_old_data_when_the_other_cannot_be_asked() {
        pair.firstAlone();
        node1.stop().becomes("STOP NotReady");
        node1.host().powerOff();
        node2.start().becomes("WAIT NotReady");
        node2.stop().becomes("STOP NotReady");
        node2.prim().becomes("ALONE Ready");
    }

    @Test
    void S8_with_failover_the_peer_of_a_failed_primary_goes_on_alone() {
        pair.paired();
        node1.order("stop", "-i", "start_prim");
        node1.becomes("STOP NotReady");
        node2.becomes("ALONE Ready");
    }
}
