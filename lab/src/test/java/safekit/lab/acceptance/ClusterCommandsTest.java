package safekit.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import safekit.lab.host.Await;
import safekit.lab.host.Outcome;
import safekit.lab.product.Node;
import safekit.lab.product.NotesModule;

/** `safekit cluster ...` of spec 01 section 4, and who sees whom on UDP 4800. */
class ClusterCommandsTest extends OnTwoNodes {
    ClusterCommandsTest() {
        super(NotesModule.quick());
    }

    @Test
    void both_nodes_show_the_same_table() {
        sameCluster();
        String confinfo = node1.safekit("cluster", "confinfo").out();
        String date = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d";
        assertThat(confinfo)
                .matches(
                        "Node        Signature {56}Date {16}Lock\n"
                                + "node1       ([0-9a-f]{64}) %1$s 0\nnode2       \\1 %1$s 0\n"
                                        .formatted(date));
        assertThat(node1.safekit("cluster", "state").out())
                .isEqualTo(node2.safekit("cluster", "state").out())
                .contains("\nnode1           notes           mirror     1 ")
                .contains("\nnode2           notes           mirror     1 ");
        assertThat(node1.safekit("cmdlog").out())
                .contains("|   cluster |          |     0 |     I | update cluster state\n");
    }

    @Test
    void a_node_that_is_off_is_missing_until_it_is_back() {
        sameCluster();
        node2.host().powerOff();
        misses(node1, "node2 is not listed: nothing is heard of it");
        node2.boot();
        seesBoth(node1);
        seesBoth(node2);
    }

    @Test
    void another_key_counts_from_the_next_configuration_on_and_separates_nodes() {
        sameCluster();
        assertThat(node1.safekit("cluster", "genkey").out())
                .startsWith("The key is used when it is applied: run safekit cluster config ");
        seesBoth(node1);
        apply(node1, "cluster/cluster.zip");
        misses(node1, "node2 is not listed: it has another cluster configuration or key");
        misses(node2, "node1 is not listed: it has another cluster configuration or key");
        apply(node2, copied(node1));
        seesBoth(node1);
        seesBoth(node2);
        node1.safekit("cluster", "delkey").orThrow();
        apply(node1, "cluster/cluster.zip");
        apply(node2, copied(node1));
        seesBoth(node1);
        pair.paired();
        Outcome running = node1.safekit("cluster", "config", "" + zip(node1));
        assertThat(running.out())
                .isEqualTo(
                        "The module notes uses this cluster when it is restarted:"
                                + " safekit stopstart -m notes\n");
        pair.bothStopped();
    }

    @Test
    void bad_arguments_change_nothing() {
        String before = node1.safekit("cluster", "confinfo").out();
        node1.sh("echo '<cluster/>' > bad.xml; echo > bad.zip").orThrow();
        for (String command :
                List.of(
                        "cluster config none.xml",
                        "cluster config none.zip",
                        "cluster config bad.xml",
                        "cluster config bad.zip",
                        "cluster confcheck bad.xml",
                        "cluster confcheck none.xml")) {
            Outcome outcome = node1.sh("safekit/safekit " + command);
            assertThat(outcome.exit()).as(command).isEqualTo(1);
            assertThat(outcome.err()).as(command).contains(node1.host().disk() + "/");
        }
        assertThat(node1.sh("safekit/safekit cluster config bad.xml").err())
                .isEqualTo(
                        """
                        %1$s/bad.xml:1:1: error: <cluster> has no <lans>
                            why: a cluster has at least one lan
                            hint: add <lans><lan name="default">...</lan></lans>
                        Error: %1$s/bad.xml is not a valid cluster configuration
                        """
                                .formatted(node1.host().disk()));
        assertThat(node1.safekit("cluster", "confinfo").out()).isEqualTo(before);
        node1.safekit("cluster", "config", "" + zip(node1), "lock").orThrow();
        assertThat(node1.safekit("cluster", "config").err())
                .startsWith("Error: the cluster configuration is locked");
        node1.safekit("cluster", "config", "" + zip(node1), "unlock").orThrow();
        node1.start();
        assertThat(node1.safekit("cluster", "deconfig").err())
                .isEqualTo(
                        "Error: modules are running: notes;"
                                + " stop them first with safekit shutdown\n");
        node1.stop().becomes("STOP NotReady");
    }

    private void sameCluster() {
        apply(node1, "cluster/cluster.zip");
        apply(node2, copied(node1));
        seesBoth(node1);
        seesBoth(node2);
    }

    private static String zip(Node node) {
        return node.safevar().resolve("cluster/cluster.zip").toString();
    }

    private static void apply(Node node, String zip) {
        node.safekit("cluster", "config", node.safevar().resolve(zip).toString()).orThrow();
    }

    /** The zip of one node as an administrator carries it to the other: here by text. */
    private String copied(Node from) {
        String text = from.sh("base64 -w0 " + zip(from)).out();
        node2.sh("echo " + text + " | base64 -d > carried.zip").orThrow();
        return node2.host().disk().resolve("carried.zip").toString();
    }

    private static void seesBoth(Node node) {
        Await.until(
                node.name() + " sees both nodes",
                Duration.ofSeconds(30),
                () -> {
                    Outcome seen = node.safekit("cluster", "confinfo");
                    return seen.out().lines().count() == 3 && seen.err().isEmpty();
                });
    }

    private static void misses(Node node, String sentence) {
        Await.until(
                node.name() + " tells: " + sentence,
                Duration.ofSeconds(30),
                () -> {
                    Outcome seen = node.safekit("cluster", "confinfo");
                    return seen.out().lines().count() == 2 && seen.err().equals(sentence + "\n");
                });
    }
}
