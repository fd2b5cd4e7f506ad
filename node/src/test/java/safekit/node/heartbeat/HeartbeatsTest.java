package safekit.node.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import safekit.core.base.DisplayState;
import safekit.core.base.ModuleState;
import safekit.core.base.Substate;
import safekit.core.bytes.Refusal;
import safekit.core.generation.Tuple;
import safekit.core.mirror.Beat;
import safekit.core.mirror.Phase;
import safekit.core.mirror.Verb;
import safekit.core.wire.ClusterKey;
import safekit.core.wire.Header;
import safekit.core.wire.Identity;

/** Real sockets on loopback. */
final class HeartbeatsTest {
    private static final int PORT = 28_888;
    private static final ClusterKey KEY = ClusterKey.of(new byte[ClusterKey.SIZE]);

    private final HeardBeats all = new HeardBeats();

    @Test
    void a_sealed_beat_arrives_once_and_a_replayed_one_is_counted() throws Exception {
        try (var tap = new DatagramSocket(new InetSocketAddress("127.83.1.3", PORT));
                var sender = open(0, "127.83.1.1", "127.83.1.3");
                var receiver = open(1, "127.83.1.2", "127.83.1.1")) {
            sender.send(beat(1));
            var packet = new DatagramPacket(new byte[2000], 2000);
            tap.setSoTimeout(5000);
            tap.receive(packet);
            byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
            var to = new InetSocketAddress("127.83.1.2", PORT);
            tap.send(new DatagramPacket(bytes, bytes.length, to));
            assertThat(all.heard.poll(5, TimeUnit.SECONDS)).isEqualTo(beat(1));
            tap.send(new DatagramPacket(bytes, bytes.length, to));
            assertThat(take(all.refused).reason()).isEqualTo(Refusal.Reason.REPLAYED);
            bytes[bytes.length - 1] ^= 1;
            tap.send(new DatagramPacket(bytes, bytes.length, to));
            assertThat(take(all.refused).reason()).isEqualTo(Refusal.Reason.WRONG_KEY);
            assertThat(receiver.refused(Refusal.Reason.REPLAYED)).isEqualTo(1);
            assertThat(receiver.refusals()).contains("REPLAYED 1").contains("WRONG_KEY 1");
            assertThat(all.heard).isEmpty();
        }
    }

    @Test
    void an_address_that_is_not_here_is_told_and_the_others_work() throws Exception {
        var routes = List.of(route("192.0.2.77", "192.0.2.78"), route("127.83.2.1", "127.83.2.2"));
        try (var lame = Heartbeats.open(identity(0), KEY, routes, 0, all)) {
            assertThat(all.present.take()).isFalse();
            assertThat(all.present.take()).isTrue();
            assertThat(lame.anyOpen()).isTrue();
            lame.send(beat(1));
        }
    }

    private static Refusal take(BlockingQueue<Refusal> queue) throws InterruptedException {
        Refusal refusal = queue.poll(5, TimeUnit.SECONDS);
        if (refusal == null) {
            throw new AssertionError("nothing was refused");
        }
        return refusal;
    }

    private Heartbeats open(int node, String local, String peer) throws Exception {
        return Heartbeats.open(identity(node), KEY, List.of(route(local, peer)), 0, all);
    }

    private static Route route(String local, String peer) throws Exception {
        return new Route(
                "a",
                new InetSocketAddress(InetAddress.getByName(local), PORT),
                new InetSocketAddress(InetAddress.getByName(peer), PORT));
    }

    private static Identity identity(int node) {
        return new Identity(4711, 1, Header.nameOf("mirror"), node, 2);
    }

    private static Beat beat(long sequence) {
        var shown = new DisplayState(ModuleState.WAIT, Substate.Transient);
        return HeardBeats.beat(
                0, 1L << 16, sequence, Phase.ASKING, shown, false, Tuple.empty(0), Verb.ASK, 5);
    }
}
