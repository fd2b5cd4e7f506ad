package safekit.lab.acceptance;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import safekit.lab.host.NetworkNamespace;

/** Sends what nobody should send, from a namespace. The pace is not that of a flood. */
final class Hostile {
    private static final int LARGEST = 1472;
    private static final long PAUSE_NANOS = 1_000_000;
    private static final int CONNECT_MILLIS = 10_000;

    private final NetworkNamespace network;
    private final Random random;

    Hostile(NetworkNamespace network, long seed) {
        this.network = network;
        this.random = new Random(seed);
    }

    /** Random bytes, and genuine ones as they are, shortened, and with a bit flipped. */
    void datagrams(InetSocketAddress target, List<byte[]> genuine, int rounds) {
        network.call(
                () -> {
                    try (var socket = new DatagramSocket()) {
                        for (int i = 0; i < rounds; i++) {
                            send(socket, target, bytes(random.nextInt(LARGEST)));
                            for (byte[] each : damaged(any(genuine))) {
                                send(socket, target, each);
                            }
                        }
                    }
                    return true;
                });
    }

    /** Connections that say the same things, genuine ones too; whatever becomes of them. */
    void connections(InetSocketAddress target, List<byte[]> genuine, int rounds) {
        for (int i = 0; i < rounds; i++) {
            say(target, bytes(1 + random.nextInt(LARGEST)), false);
            for (byte[] each : damaged(any(genuine))) {
                say(target, each, random.nextBoolean());
            }
        }
    }

    /** A frame that announces ever more bytes than it may have, and megabytes behind it. */
    void longFrames(InetSocketAddress target, List<byte[]> genuine) {
        for (int length : new int[] {1 << 20, 1 << 24, Integer.MAX_VALUE, -1}) {
            byte[] frame = Arrays.copyOf(any(genuine), 8 << 20);
            for (int i = 0; i < 4; i++) {
                frame[i] = (byte) (length >> (8 * i));
            }
            say(target, frame, false);
        }
    }

    /** Connects and closes at once. */
    void quickConnections(InetSocketAddress target, int count) {
        for (int i = 0; i < count; i++) {
            say(target, new byte[0], false);
        }
    }

    /** Connections that stay open and silent; the caller closes them. */
    List<Socket> silent(InetSocketAddress target, int count) {
        return network.call(
                () -> {
                    var open = new ArrayList<Socket>();
                    for (int i = 0; i < count; i++) {
                        var socket = new Socket();
                        open.add(socket);
                        socket.connect(target, CONNECT_MILLIS);
                    }
                    return open;
                });
    }

    private void say(InetSocketAddress target, byte[] bytes, boolean listens) {
        network.call(
                () -> {
                    try (var socket = new Socket()) {
                        socket.connect(target, CONNECT_MILLIS);
                        socket.getOutputStream().write(bytes);
                        if (listens) {
                            socket.shutdownOutput();
                            socket.setSoTimeout(CONNECT_MILLIS);
                            socket.getInputStream().readAllBytes();
                        }
                    } catch (IOException refused) {
                        return false;
                    }
                    return true;
                });
    }

    private static void send(DatagramSocket socket, InetSocketAddress target, byte[] bytes)
            throws IOException {
        socket.send(new DatagramPacket(bytes, bytes.length, target));
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    /** As it is, shortened, with a bit flipped. */
    private List<byte[]> damaged(byte[] genuine) {
        byte[] flipped = genuine.clone();
        flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
        byte[] shortened = Arrays.copyOf(genuine, random.nextInt(genuine.length));
        return List.of(genuine, shortened, flipped);
    }

    private byte[] any(List<byte[]> genuine) {
        return genuine.get(random.nextInt(genuine.size()));
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
