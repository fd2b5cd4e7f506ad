package safekit.linux.net;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import safekit.linux.sys.CallFailed;

/**
 * Makes an address the source of the connections that leave through an interface (OPEN 03-5).
 *
 * <p>No route is replaced. Each default or connected route of the interface gets a copy that is
 * preferred and names the source: IPv4 in front of the original with the same metric, IPv6 with a
 * metric one lower. When the address goes, however it goes, the originals are still there: a crash
 * cannot cost the default route, and the kernel itself removes the IPv4 copies with the address.
 * The copies carry {@link VirtualAddress#MARK} as their protocol.
 *
 * <p>Routes over several next hops and routes outside the main table are left alone.
 */
final class SourceRoutes {
    private static final int NEW_ROUTE = 24;
    private static final int DELETE_ROUTE = 25;
    private static final int GET_ROUTE = 26;

    private static final int HEADER = 12;
    private static final int DESTINATION = 1;
    private static final int OUTPUT = 4;
    private static final int GATEWAY = 5;
    private static final int METRIC = 6;
    private static final int SOURCE = 7;
    private static final int CACHE_INFO = 12;
    private static final int TABLE = 15;

    private static final int MAIN_TABLE = 254;
    private static final int UNICAST = 1;
    private static final int ON_LINK = 4;
    private static final int FAMILY_6 = 10;
    private static final int EEXIST = 17;
    private static final int ESRCH = 3;

    private SourceRoutes() {}

    /** A route of the main table: its fixed header and its attributes. */
    private static final class Route {
        private final byte[] header;
        private final Attributes attributes;

        private Route(byte[] header, Attributes attributes) {
            this.header = header;
            this.attributes = attributes;
        }

        static Route read(ByteBuffer body) {
            var header = new byte[HEADER];
            body.get(0, header);
            return new Route(header, Attributes.read(body, HEADER));
        }

        int prefixLength() {
            return header[1] & 0xFF;
        }

        boolean ours() {
            return (header[5] & 0xFF) == VirtualAddress.MARK;
        }

        boolean in(Interface link) {
            return header[7] == UNICAST
                    && attributes.integer(TABLE, header[4] & 0xFF) == MAIN_TABLE
                    && attributes.integer(OUTPUT, 0) == link.index();
        }

        /** Default route, or the network of {@code address} without a gateway. */
        boolean leadsOutOrTo(InetAddress address) throws IOException {
            if (prefixLength() == 0) {
                return true;
            }
            byte[] destination = attributes.bytes(DESTINATION);
            return destination != null
                    && attributes.bytes(GATEWAY) == null
                    && new InterfaceAddress(
                                    InetAddress.getByAddress(destination), prefixLength(), "", 0)
                            .sameNetwork(address);
        }

        Route from(InetAddress address) {
            header[5] = (byte) VirtualAddress.MARK;
            header[8] &= ON_LINK;
            header[9] = 0;
            header[10] = 0;
            header[11] = 0;
            attributes.remove(CACHE_INFO).put(SOURCE, address.getAddress());
            if (header[0] == FAMILY_6) {
                attributes.put(METRIC, Math.max(1, attributes.integer(METRIC, 1024) - 1));
            }
            return this;
        }

        ByteBuffer body() {
            ByteBuffer body = Netlink.body().put(header);
            attributes.write(body);
            return body;
        }
    }

    /** Puts the copies in place, those that are missing. */
    static void prefer(Interface link, InetAddress address) throws IOException {
        try (var netlink = Netlink.route()) {
            for (Route route : routes(netlink, link, address)) {
                if (!route.ours() && route.leadsOutOrTo(address)) {
                    add(netlink, route.from(address), address);
                }
            }
        }
    }

    private static void add(Netlink netlink, Route route, InetAddress address) throws IOException {
        try {
            netlink.change(
                    "route with source " + address.getHostAddress(),
                    NEW_ROUTE,
                    Netlink.CREATE,
                    route.body());
        } catch (CallFailed failed) {
            if (failed.errno() != EEXIST) {
                throw failed;
            }
        }
    }

    /**
     * Removes the copies, and those that have lost their source because somebody removed the
     * address.
     */
    static void restore(Interface link, InetAddress address) throws IOException {
        try (var netlink = Netlink.route()) {
            for (Route route : routes(netlink, link, address)) {
                byte[] source = route.attributes.bytes(SOURCE);
                if (route.ours()
                        && (source == null || Arrays.equals(source, address.getAddress()))) {
                    delete(netlink, route, address);
                }
            }
        }
    }

    private static void delete(Netlink netlink, Route route, InetAddress address)
            throws IOException {
        try {
            netlink.change(
                    "remove route with source " + address.getHostAddress(),
                    DELETE_ROUTE,
                    0,
                    route.body());
        } catch (CallFailed failed) {
            if (failed.errno() != ESRCH) {
                throw failed;
            }
        }
    }

    private static List<Route> routes(Netlink netlink, Interface link, InetAddress address)
            throws IOException {
        ByteBuffer request = Netlink.body().put((byte) VirtualAddress.family(address));
        var found = new ArrayList<Route>();
        for (ByteBuffer body : netlink.dump("list routes", GET_ROUTE, request.position(HEADER))) {
            Route route = Route.read(body);
            if (route.in(link)) {
                found.add(route);
            }
        }
        return found;
    }
}
