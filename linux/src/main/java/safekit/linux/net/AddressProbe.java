package safekit.linux.net;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import safekit.linux.sys.CallFailed;

/**
 * Asks the network whether somebody has an address, before we take it: ARP probes (RFC 5227) or
 * solicitations as in IPv6 duplicate detection (RFC 4862). Blocks a platform thread up to the
 * limit.
 */
public final class AddressProbe {
    private static final int QUESTIONS = 3;

    /** What is read after the end of a wait: more than a socket keeps, less than a flood. */
    private static final int LATE_FRAMES = 1000;

    private AddressProbe() {}

    /** An address, and the interface in whose network it is asked for. */
    public record Target(String interfaceName, InetAddress address) {}

    /** What came back. */
    public sealed interface Answer {}

    /** Nobody claimed any of the addresses within the limit. */
    public record Free() implements Answer {}

    /** Somebody has the address or wants it at this moment too. */
    public record Taken(InetAddress address, MacAddress by) implements Answer {}

    /**
     * Asks three times within {@code limit} for all addresses together, and listens to its end or
     * until somebody claims one of them.
     *
     * @param ignored MAC addresses that do not count: the peer that just lost the address, or that
     *     starts at the same time. Our own never counts
     * @throws IOException when an interface cannot send, for instance because it is switched off
     */
    public static Answer ask(List<Target> targets, Collection<MacAddress> ignored, Duration limit)
            throws IOException {
        if (targets.isEmpty()) {
            return new Free();
        }
        Interfaces interfaces = Interfaces.read();
        var open = new ArrayList<Asked>();
        try {
            for (Target target : targets) {
                open.add(Asked.open(interfaces.required(target.interfaceName()), target.address()));
            }
            for (int i = 0; i < QUESTIONS; i++) {
                for (Asked each : open) {
                    each.ask();
                }
                Taken taken = listen(open, ignored, limit.dividedBy(QUESTIONS));
                if (taken != null) {
                    return taken;
                }
            }
            return new Free();
        } finally {
            for (Asked each : open) {
                each.close();
            }
        }
    }

    /** Waits at the first socket; what arrives at the others meanwhile is kept there for us. */
    private static @Nullable Taken listen(
            List<Asked> open, Collection<MacAddress> ignored, Duration limit) throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        for (Asked each : open) {
            MacAddress by = each.claimant(ignored, end);
            if (!by.equals(MacAddress.NONE)) {
                return new Taken(each.address(), by);
            }
        }
        return null;
    }

    /** A socket that asks for one address. */
    private record Asked(PacketSocket socket, Interface link, InetAddress address) {
        static Asked open(Interface link, InetAddress address) throws IOException {
            boolean six = address instanceof Inet6Address;
            var socket = PacketSocket.open(link, six ? PacketSocket.IPV6 : PacketSocket.ARP);
            try {
                if (six) {
                    socket.join(NeighborFrame.allNodesGroup());
                    socket.join(NeighborFrame.solicitedGroup(address));
                }
            } catch (CallFailed failed) {
                socket.close();
                throw failed;
            }
            return new Asked(socket, link, address);
        }

        void ask() throws CallFailed {
            socket.send(
                    address instanceof Inet6Address
                            ? NeighborFrame.probe(link.mac(), address)
                            : ArpFrame.probe(link.mac(), address));
        }

        /** Who claims it: reads what is there, and waits until the end for more. */
        MacAddress claimant(Collection<MacAddress> ignored, long end) throws CallFailed {
            int late = 0;
            while (late < LATE_FRAMES) {
                long leftMillis = Math.max(0, Math.ceilDiv(end - System.nanoTime(), 1_000_000L));
                byte[] frame = socket.receive((int) Math.min(leftMillis, Integer.MAX_VALUE));
                if (leftMillis == 0) {
                    late = frame.length == 0 ? LATE_FRAMES : late + 1;
                }
                MacAddress by =
                        address instanceof Inet6Address
                                ? NeighborFrame.claimant(frame, address)
                                : ArpFrame.claimant(frame, address);
                if (!by.equals(MacAddress.NONE)
                        && !by.equals(link.mac())
                        && !ignored.contains(by)) {
                    return by;
                }
            }
            return MacAddress.NONE;
        }

        void close() throws CallFailed {
            socket.close();
        }
    }
}
