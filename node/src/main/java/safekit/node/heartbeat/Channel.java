package safekit.node.heartbeat;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.jspecify.annotations.Nullable;
import safekit.core.wire.Message;
import safekit.core.wire.ReplayWindow;

/** The socket of one lan. Opened and read by one thread; the other one only sends. */
final class Channel {
    final int lan;
    final Route route;
    final ReplayWindow window = new ReplayWindow();
    private final ByteBuffer in =
            ByteBuffer.allocate(2 * Message.DATAGRAM_MAX).order(ByteOrder.LITTLE_ENDIAN);
    private volatile @Nullable DatagramChannel socket;

    Channel(int lan, Route route) {
        this.lan = lan;
        this.route = route;
    }

    boolean open() {
        return socket != null;
    }

    /**
     * Opens the socket; false when the local address is not there, the port is taken or no
     * descriptor is free: to be tried again.
     */
    boolean tryOpen(Selector selector) throws IOException {
        DatagramChannel fresh;
        try {
            fresh = DatagramChannel.open(family(route.local()));
        } catch (IOException noDescriptor) {
            return false;
        }
        try {
            fresh.configureBlocking(false);
            fresh.bind(route.local());
            fresh.register(selector, SelectionKey.OP_READ, this);
        } catch (IOException notNow) {
            fresh.close();
            return false;
        }
        socket = fresh;
        return true;
    }

    /**
     * Whether the local address still belongs to this machine: a socket could be bound to it. When
     * no socket can be made to try, nothing is known against it.
     */
    boolean addressPresent() {
        try (DatagramChannel probe = DatagramChannel.open(family(route.local()))) {
            probe.bind(new InetSocketAddress(route.local().getAddress(), 0));
            return true;
        } catch (java.net.BindException gone) {
            return false;
        } catch (IOException noDescriptor) {
            return true;
        }
    }

    /** Sends if it can; a beat that cannot be sent is as lost as on the wire. */
    boolean send(ByteBuffer datagram) {
        DatagramChannel open = socket;
        if (open == null) {
            return false;
        }
        try {
            return open.send(datagram, route.peer()) > 0;
        } catch (IOException lost) {
            return false;
        }
    }

    /** The next datagram, between position and limit; null when none waits. */
    @Nullable ByteBuffer receive() throws IOException {
        DatagramChannel open = socket;
        in.clear();
        if (open == null || open.receive(in) == null) {
            return null;
        }
        return in.flip();
    }

    void close() {
        DatagramChannel open = socket;
        socket = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    private static StandardProtocolFamily family(InetSocketAddress address) {
        return address.getAddress() instanceof Inet6Address
                ? StandardProtocolFamily.INET6
                : StandardProtocolFamily.INET;
    }
}
