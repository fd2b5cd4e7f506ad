package safekit.linux.net;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * Tells the neighbours that an address is here now, so that their caches change at once: gratuitous
 * ARP request and reply for IPv4, an unsolicited neighbour advertisement for IPv6. One frame can be
 * lost: the caller repeats it (two or three times within a second, and by {@code arpreroute}).
 */
public final class Announce {
    private Announce() {}

    /** Sends it once on the interface. The address should be set before. */
    public static void once(String interfaceName, InetAddress address) throws IOException {
        Interface link = Interfaces.read().required(interfaceName);
        if (address instanceof Inet6Address) {
            try (var socket = PacketSocket.open(link, PacketSocket.IPV6)) {
                socket.send(NeighborFrame.announcement(link.mac(), address));
            }
        } else {
            try (var socket = PacketSocket.open(link, PacketSocket.ARP)) {
                socket.send(ArpFrame.announcingRequest(link.mac(), address));
                socket.send(ArpFrame.announcingReply(link.mac(), address));
            }
        }
    }
}
