package safekit.node.replication;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import safekit.core.bytes.Bytes;
import safekit.core.bytes.Refused;
import safekit.core.wire.ClusterKey;
import safekit.core.wire.Header;
import safekit.core.wire.Hello;
import safekit.core.wire.Identity;

/** Who may take the place of the connection that is there: two endpoints on loopback. */
final class GreetingTest {
    private static final ClusterKey KEY = ClusterKey.of(new byte[ClusterKey.SIZE]);
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final BlockingQueue<Greeting> accepted = new LinkedBlockingQueue<>();
    private final BlockingQueue<Greeting> connected = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> failed = new LinkedBlockingQueue<>();
    private final Refusals refusals = new Refusals();

    @AfterEach
    void end() {
        timer.shutdownNow();
    }

    @Test
    void both_sides_greet_with_the_key_and_without_one() throws Exception {
        for (ClusterKey key : new ClusterKey[] {KEY, null}) {
            int port = freePort();
            Endpoint answerer = answerer(port, key);
            Endpoint caller = endpoint(0, key, freePort(), port);
            caller.call(connected::add, failed::add);
            assertThat(connected.poll(10, SECONDS)).as("%s", failed).isNotNull();
            assertThat(accepted.poll(10, SECONDS)).isNotNull();
            answerer.close();
            caller.close();
        }
        assertThat(refusals.count()).isZero();
    }

    @Test
    void a_call_is_later_than_the_one_before() throws Exception {
        for (ClusterKey key : new ClusterKey[] {KEY, null}) {
            int port = freePort();
            Endpoint answerer = answerer(port, key);
            Endpoint caller = endpoint(0, key, freePort(), port);
            caller.call(connected::add, failed::add);
            Greeting first = accepted.poll(10, SECONDS);
            caller.call(connected::add, failed::add);
            Greeting second = accepted.poll(10, SECONDS);
            assertThat(second.isLaterThan(first.called())).isTrue();
            assertThat(first.isLaterThan(second.called())).isFalse();
            assertThat(first.isLaterThan(first.called())).isFalse();
            answerer.close();
            caller.close();
        }
    }

    /** Its socket is gone at once, so nothing of it is sent again. */
    @Test
    void an_abandoned_call_fails() throws Exception {
        try (var silent = new ServerSocket(0, 1, LOOPBACK)) {
            Endpoint caller = endpoint(0, KEY, freePort(), silent.getLocalPort());
            var socket = caller.call(connected::add, failed::add);
            try (var _ = silent.accept()) {
                caller.abandon(java.util.Objects.requireNonNull(socket));
                assertThat(failed.poll(10, SECONDS)).isNotNull();
            }
            assertThat(connected).isEmpty();
            caller.close();
        }
    }

    @Test
    void another_key_and_a_missing_one_are_refused_and_counted() throws Exception {
        byte[] other = new byte[ClusterKey.SIZE];
        other[0] = 1;
        int port = freePort();
        Endpoint answerer = answerer(port, KEY);
        int refused = 0;
        for (ClusterKey key : new ClusterKey[] {ClusterKey.ofModule(other), null}) {
            Endpoint caller = endpoint(0, key, freePort(), port);
            caller.call(connected::add, failed::add);
            assertThat(failed.poll(10, SECONDS))
                    .startsWith("the peer says: the keys of the two nodes differ: ")
                    .contains("safekit module genkey");
            long expected = ++refused;
            Host.until(() -> refusals.count() == expected);
            caller.close();
        }
        assertThat(accepted).isEmpty();
        answerer.close();
    }

    /** Who has the key but none of the two shares of a connection cannot open its frames. */
    @Test
    void each_connection_has_a_key_of_its_own() throws Exception {
        byte[] first = new Share().with(new Share().open());
        byte[] second = new Share().with(new Share().open());
        assertThat(first).isNotEqualTo(second);
        var one = new Share();
        var other = new Share();
        assertThat(one.with(other.open())).isEqualTo(other.with(one.open()));
    }

    @Test
    void a_share_of_small_order_is_refused() {
        byte[] zero = new byte[Hello.SHARE];
        assertThatThrownBy(() -> new Share().with(Bytes.copyOf(zero))).isInstanceOf(Refused.class);
        zero[0] = 1;
        assertThatThrownBy(() -> new Share().with(Bytes.copyOf(zero))).isInstanceOf(Refused.class);
    }

    @Test
    void a_recorded_call_is_answered_and_refused() throws Exception {
        for (ClusterKey key : new ClusterKey[] {KEY, null}) {
            long before = refusals.count();
            int port = freePort();
            Endpoint answerer = answerer(port, key);
            byte[] recorded = record(port, key);
            assertThat(accepted.poll(10, SECONDS)).isNotNull();

            try (var replay = new Socket(LOOPBACK, port)) {
                replay.setSoTimeout(10_000);
                replay.getOutputStream().write(recorded);
                readToEnd(replay.getInputStream());
            }
            assertThat(refusals.count()).isEqualTo(before + 1);
            assertThat(accepted).isEmpty();
            answerer.close();
        }
    }

    /** What a genuine caller sends, seen by somebody between the two. */
    private byte[] record(int port, @Nullable ClusterKey key) throws Exception {
        try (var between = new ServerSocket(0, 1, LOOPBACK)) {
            Endpoint caller = endpoint(0, key, freePort(), between.getLocalPort());
            caller.call(connected::add, failed::add);
            var recorded = new ByteArrayOutputStream();
            try (Socket one = between.accept();
                    var other = new Socket(LOOPBACK, port)) {
                Thread back = Thread.ofPlatform().start(() -> pass(other, one, null));
                Thread forth = Thread.ofPlatform().start(() -> pass(one, other, recorded));
                Greeting greeting = connected.poll(10, SECONDS);
                assertThat(greeting).as("%s", failed).isNotNull();
                greeting.socket().close();
                forth.join();
                other.shutdownOutput();
                one.shutdownOutput();
                one.shutdownInput();
                other.shutdownInput();
                back.join();
            }
            caller.close();
            return recorded.toByteArray();
        }
    }

    private static void pass(Socket from, Socket to, @Nullable ByteArrayOutputStream copy) {
        byte[] bytes = new byte[4096];
        try {
            for (int n = from.getInputStream().read(bytes); n > 0; ) {
                if (copy != null) {
                    copy.write(bytes, 0, n);
                }
                to.getOutputStream().write(bytes, 0, n);
                n = from.getInputStream().read(bytes);
            }
        } catch (IOException over) {
            assertThat(over).isInstanceOf(SocketException.class);
        }
    }

    private static void readToEnd(InputStream in) throws IOException {
        assertThat(in.readAllBytes()).isNotEmpty();
    }

    private Endpoint answerer(int port, @Nullable ClusterKey key) throws IOException {
        Endpoint endpoint = endpoint(1, key, port, port);
        endpoint.accept(accepted::add);
        return endpoint;
    }

    private Endpoint endpoint(int node, @Nullable ClusterKey key, int port, int peer)
            throws IOException {
        var settings =
                new ReplicationSettings(
                        new Identity(42, 1, Header.nameOf("test"), node, 2),
                        1 << 16,
                        new InetSocketAddress(LOOPBACK, port),
                        new InetSocketAddress(LOOPBACK, peer),
                        key,
                        false,
                        SECONDS.toNanos(20),
                        SECONDS.toNanos(10),
                        new CopySettings(0, SECONDS.toNanos(20), 1, 1 << 20, 0),
                        SECONDS.toNanos(1),
                        1 << 20,
                        Path.of("/nowhere"));
        return new Endpoint(settings, timer, refusals, _ -> {});
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, LOOPBACK)) {
            return socket.getLocalPort();
        }
    }
}
