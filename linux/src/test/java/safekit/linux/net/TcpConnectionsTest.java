package safekit.linux.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static safekit.linux.net.TestNetwork.address;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TcpConnectionsTest {
    @ParameterizedTest
    @CsvSource({"10.99.0.100, 10.99.0.1", "fd99::100, fd99::1"})
    void connections_of_the_address_are_counted_and_reset_others_are_not(String text, String own)
            throws Exception {
        try (var network = new TestNetwork();
                // A dual-stack socket, as most servers have.
                var server = network.in("a", ServerSocketChannel::open)) {
            server.bind(new InetSocketAddress(7000));
            var virtual =
                    new VirtualAddress("eth0", address(text), own.contains(":") ? 64 : 24, false);
            network.in("a", virtual::set);
            try (Socket ofVirtual = network.in("b", () -> new Socket(address(text), 7000));
                    Socket ofOwn = network.in("b", () -> new Socket(address(own), 7000));
                    var first = server.accept();
                    var second = server.accept()) {
                assertThat(first.isConnected() && second.isConnected()).isTrue();
                assertThat(count(network, text)).isOne();
                assertThat(network.in("a", () -> TcpConnections.reset(address(text))))
                        .isEqualTo(new TcpConnections.Reset(1, true));
                assertThat(count(network, text)).isZero();
                assertThat(count(network, own)).isOne();
                ofVirtual.setSoTimeout(10_000);
                assertThatThrownBy(() -> ofVirtual.getInputStream().read())
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("reset");
                ofOwn.getOutputStream().write(1);
            }
        }
    }

    private static int count(TestNetwork network, String text) throws Exception {
        return network.in("a", () -> TcpConnections.count(address(text)));
    }
}
