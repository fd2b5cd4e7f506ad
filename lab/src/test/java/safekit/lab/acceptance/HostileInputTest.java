package safekit.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import safekit.lab.host.Await;
import safekit.lab.host.Lan;
import safekit.lab.host.NetworkNamespace;
import safekit.lab.host.Sniffer;
import safekit.lab.product.Node;
import safekit.lab.product.NotesModule;

/**
 * Random, damaged and repeated messages on every port of a pair that serves: a counter changes, and
 * nothing else (design.md section 4).
 */
class HostileInputTest extends OnTwoNodes {
    private static final long SEED = 20261122;
    private static final int HEARTBEAT = 8888;
    private static final int CLUSTER = 4800;
    private static final int STREAM = 5600;
    private static final int SILENT = 300;
    private static final long MOST_KILOBYTES = 600 << 10;
    private static final int MOST_LINES = 60;

    private final List<byte[]> beats = new ArrayList<>();
    private final List<byte[]> memberships = new ArrayList<>();
    private final List<byte[]> streams = new ArrayList<>();

    HostileInputTest() {
        super(NotesModule.quick());
    }

    /** What is genuine: beats of both nodes, and how a stream begins. */
    @BeforeAll
    void sniff() {
        pair.firstAlone();
        try (var sniffer = new Sniffer(node1.host().network(), HEARTBEAT, CLUSTER, STREAM)) {
            node2.start().becomes("SECOND Ready");
            Await.until("much was seen", PROGRESS, () -> sniffer.to(HEARTBEAT).size() > 50);
            Await.until("members were seen", PROGRESS, () -> sniffer.to(CLUSTER).size() > 2);
            beats.addAll(sniffer.to(HEARTBEAT));
            memberships.addAll(sniffer.to(CLUSTER));
            streams.addAll(sniffer.to(STREAM).subList(0, 3));
        }
    }

    @Test
    void datagrams_on_heartbeats_and_cluster_change_only_a_counter() {
        nothingHappensDuring(
                () -> {
                    for (Node node : pair.nodes()) {
                        for (NetworkNamespace from : attackers(node)) {
                            for (Lan lan : reachable(from)) {
                                var hostile = new Hostile(from, SEED);
                                hostile.datagrams(at(node, lan, HEARTBEAT), beats, 150);
                                hostile.datagrams(at(node, lan, CLUSTER), memberships, 50);
                            }
                        }
                    }
                });
        for (Node node : pair.nodes()) {
            counted(node, "heart.refused");
            assertThat(node.safekit("state", "-v").out())
                    .containsPattern("cluster\\.refused +[1-9][0-9]*");
        }
    }

    @Test
    void connections_to_the_replication_port_change_only_a_counter() {
        nothingHappensDuring(
                () -> {
                    for (Node node : pair.nodes()) {
                        var hostile = new Hostile(peer(node).host().network(), SEED);
                        InetSocketAddress target = at(node, flow(), STREAM);
                        hostile.connections(target, streams, 100);
                        hostile.longFrames(target, streams);
                        hostile.quickConnections(target, 1500);
                        List<Socket> silent = hostile.silent(target, SILENT);
                        hostile.connections(target, streams, 20);
                        silent.forEach(HostileInputTest::close);
                    }
                });
        pair.nodes().forEach(node -> counted(node, "rfs.refused"));
    }

    private void nothingHappensDuring(Runnable attack) {
        pair.paired();
        List<List<Long>> before = pair.nodes().stream().map(HostileInputTest::processes).toList();
        try (var client = pair.client();
                var watch = pair.watch()) {
            client.awaitProgress(PROGRESS);
            attack.run();
            client.awaitProgress(PROGRESS);
            assertThat(node1.state()).isEqualTo("PRIM Ready");
            assertThat(node2.state()).isEqualTo("SECOND Ready");
            assertThat(pair.verify(client).lost()).isEmpty();
            assertThat(watch.mostServersAtOnce()).isEqualTo(1);
        }
        assertThat(pair.nodes().stream().map(HostileInputTest::processes)).isEqualTo(before);
        pair.nodes().forEach(HostileInputTest::staysCalm);
        assertThat(pair.differences()).isEmpty();
    }

    /** No transition, no other session, no flood of lines, no memory and no threads kept. */
    private static void staysCalm(Node node) {
        for (String line :
                List.of(
                        "Local state <state>",
                        "Remote state <state>",
                        "Script <script>",
                        "Resource <resource> set to down by <checker>",
                        "replication: the replication stream is down: <why>")) {
            node.neverLogged(line);
        }
        assertThat(node.log()).hasSizeLessThan(MOST_LINES);
        for (long pid : processes(node)) {
            assertThat(status(node, pid, "VmHWM")).isLessThan(MOST_KILOBYTES);
            Await.until("threads end", PROGRESS, () -> status(node, pid, "Threads") < 100);
        }
    }

    private static List<Long> processes(Node node) {
        return List.of(node.moduleProcess(), node.daemonProcess());
    }

    private static long status(Node node, long pid, String field) {
        String value =
                node.sh("awk '/^" + field + "/ { print $2 }' /proc/" + pid + "/status").out();
        return Long.parseLong(value.strip());
    }

    private static void counted(Node node, String resource) {
        Await.until(
                resource + " of " + node.name() + " grows",
                PROGRESS,
                () -> Long.parseLong(node.resource(resource)) > 0);
        assertThat(node.attempt("state", "-v").out()).contains(resource);
    }

    /** The client, and the other node: from there a message has the peer's address. */
    private List<NetworkNamespace> attackers(Node victim) {
        return List.of(pair.lab().client().network(), peer(victim).host().network());
    }

    private List<Lan> reachable(NetworkNamespace from) {
        boolean client = from.equals(pair.lab().client().network());
        return client ? pair.lab().lans().subList(0, 1) : pair.lab().lans();
    }

    private Node peer(Node node) {
        return node == node1 ? node2 : node1;
    }

    private Lan flow() {
        return pair.lab().lans().getLast();
    }

    private static InetSocketAddress at(Node node, Lan lan, int port) {
        return new InetSocketAddress(node.host().address(lan), port);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            throw new AssertionError(gone);
        }
    }
}
