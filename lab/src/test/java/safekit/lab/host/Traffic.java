package safekit.lab.host;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** Measures what really passes from one network to another. */
final class Traffic {
    private static final int MILLIS = 400;

    private Traffic() {}

    /** Whether a datagram to this port arrives. */
    static boolean datagramPasses(
            NetworkNamespace from, NetworkNamespace to, InetSocketAddress at) {
        DatagramSocket receiver = to.call(() -> new DatagramSocket(at));
        try (receiver) {
            receiver.setSoTimeout(MILLIS);
            from.call(
                    () -> {
                        try (var sender = new DatagramSocket()) {
                            sender.send(new DatagramPacket(new byte[] {1}, 1, at));
                        }
                        return true;
                    });
            receiver.receive(new DatagramPacket(new byte[9], 9));
            return true;
        } catch (SocketTimeoutException lost) {
            return false;
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Whether a connection to this port can be opened. */
    static boolean connects(NetworkNamespace from, NetworkNamespace to, InetSocketAddress at) {
        ServerSocket server = to.call(() -> new ServerSocket(at.getPort(), 1, at.getAddress()));
        try (server) {
            return from.call(
                    () -> {
                        try (var socket = new Socket()) {
                            socket.connect(at, MILLIS);
                            return true;
                        } catch (SocketTimeoutException lost) {
                            return false;
                        }
                    });
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    static InetSocketAddress at(LabHost host, Lan lan, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByName(host.address(lan)), port);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
