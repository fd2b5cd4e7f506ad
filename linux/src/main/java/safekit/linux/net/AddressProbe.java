package safekit.linux.net;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;

/**
 * Asks the network whether somebody has an address, before we take it: ARP probes (RFC 5227) or
 * solicitations as in IPv6 duplicate detection (RFC 4862). Blocks a platform thread up to the
 * limit.
 */
public final class AddressProbe {
    private static final int QUESTIONS = 3;

    private AddressProbe() {}

    /** What came back. */
    public sealed interface Answer {}

    /** Nobody claimed the address within the limit. */
    public record Free() implements Answer {}

    /** Somebody has the address or wants it at this moment too. */
    public record Taken(MacAddress by) implements Answer {}

    /**
     * Asks three times within {@code limit} and listens to its end, or until somebody claims the
     * address.
     *
     * @param ignored MAC addresses that do not count: the peer that just lost the address, or that
     *     starts at the same time. Our own never counts
     * @throws IOException when the interface cannot send, for instance because it is switched off
     */
    public static Answer ask(
            String interfaceName,
            InetAddress address,
            Collection<MacAddress> ignored,
            Duration limit)
            throws IOException {
        Interface link = Interfaces.read().required(interfaceName);
        boolean six = address instanceof Inet6Address;
        try (var socket = PacketSocket.open(link, six ? PacketSocket.IPV6 : PacketSocket.ARP)) {
            if (six) {
                socket.join(NeighborFrame.allNodesGroup());
                socket.join(NeighborFrame.solicitedGroup(address));
            }
            byte[] question =
                    six
                            ? NeighborFrame.probe(link.mac(), address)
                            : ArpFrame.probe(link.mac(), address);
            for (int i = 0; i < QUESTIONS; i++) {
                socket.send(question);
                MacAddress by = listen(socket, link, address, ignored, limit.dividedBy(QUESTIONS));
                if (!by.equals(MacAddress.NONE)) {
                    return new Taken(by);
                }
            }
            return new Free();
        }
    }

    private static MacAddress listen(
            PacketSocket socket,
            Interface link,
            InetAddress address,
            Collection<MacAddress> ignored,
            Duration limit)
            throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            long leftMillis = Math.ceilDiv(end - System.nanoTime(), 1_000_000L);
            if (leftMillis <= 0) {
                return MacAddress.NONE;
            }
            byte[] frame = socket.receive((int) Math.min(leftMillis, Integer.MAX_VALUE));
            MacAddress by =
                    address instanceof Inet6Address
                            ? NeighborFrame.claimant(frame, address)
                            : ArpFrame.claimant(frame, address);
            if (!by.equals(MacAddress.NONE) && !by.equals(link.mac()) && !ignored.contains(by)) {
                return by;
            }
        }
    }
}
