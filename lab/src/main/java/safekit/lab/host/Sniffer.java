package safekit.lab.host;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Sees what passes the interfaces of a namespace: the IPv4 packets to some ports, sent and
 * received, those with contents only. Keeps the first thousand of each. Thread-safe.
 */
public final class Sniffer implements AutoCloseable {
    private static final int LONGEST = 4096;
    private static final int MOST = 1000;
    private static final int UDP = 17;
    private static final int TCP = 6;
    private static final long PAUSE_NANOS = 2_000_000;

    private final Map<Integer, List<byte[]>> seen = new TreeMap<>();
    private final Thread thread;
    private volatile boolean closed;

    /** Looks from now on. */
    public Sniffer(NetworkNamespace network, Integer... ports) {
        List.of(ports).forEach(port -> seen.put(port, new ArrayList<>()));
        int socket = network.call(Kernel::packetSocket);
        this.thread = Thread.ofPlatform().daemon().name("sniffer").start(() -> look(socket));
    }

    /** What was seen on its way to this port, in order. */
    public synchronized List<byte[]> to(int port) {
        return List.copyOf(seen.getOrDefault(port, List.of()));
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(int socket) {
        while (!closed) {
            byte[] packet = Kernel.packet(socket, LONGEST);
            if (packet.length == 0) {
                LockSupport.parkNanos(PAUSE_NANOS);
            } else {
                keep(packet, ByteBuffer.wrap(packet));
            }
        }
        Kernel.close(socket);
    }

    /** Headers of RFC 791, 768 and 793. */
    private void keep(byte[] bytes, ByteBuffer packet) {
        if (packet.limit() < 40 || packet.get(0) >> 4 != 4) {
            return;
        }
        int transport = 4 * (packet.get(0) & 0xf);
        int protocol = packet.get(9);
        int total = Math.min(packet.limit(), Short.toUnsignedInt(packet.getShort(2)));
        if (protocol != UDP && protocol != TCP) {
            return;
        }
        int words = protocol == TCP ? packet.get(transport + 12) >> 4 & 0xf : 2;
        int port = Short.toUnsignedInt(packet.getShort(transport + 2));
        int at = transport + 4 * words;
        if (at < total) {
            add(port, Arrays.copyOfRange(bytes, at, total));
        }
    }

    private synchronized void add(int port, byte[] contents) {
        List<byte[]> kept = seen.get(port);
        if (kept != null && kept.size() < MOST) {
            kept.add(contents);
        }
    }
}
