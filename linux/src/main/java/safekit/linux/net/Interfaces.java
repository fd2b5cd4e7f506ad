package safekit.linux.net;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The interfaces of the calling thread's network namespace at one moment. Immutable. */
public record Interfaces(List<Interface> all) {
    private static final int GET_LINK = 18;
    private static final int GET_ADDRESS = 22;

    private static final int LINK_HEADER = 16;
    private static final int LINK_ADDRESS = 1;
    private static final int LINK_NAME = 3;
    private static final int TYPE_ETHERNET = 1;
    private static final int FLAG_UP = 1;
    private static final int FLAG_RUNNING = 0x40;

    private static final int ADDRESS_HEADER = 8;
    private static final int ADDRESS_REMOTE = 1;
    private static final int ADDRESS_LOCAL = 2;
    private static final int ADDRESS_LABEL = 3;
    private static final int ADDRESS_PROTOCOL = 11;

    public Interfaces {
        all = List.copyOf(all);
    }

    /** Reads them from the kernel. */
    public static Interfaces read() throws IOException {
        try (var netlink = Netlink.route()) {
            Map<Integer, List<InterfaceAddress>> addresses = new TreeMap<>();
            ByteBuffer everyFamily = Netlink.body().position(ADDRESS_HEADER);
            for (ByteBuffer body : netlink.dump("list addresses", GET_ADDRESS, everyFamily)) {
                readAddress(body, addresses);
            }
            var found = new ArrayList<Interface>();
            ByteBuffer everyLink = Netlink.body().position(LINK_HEADER);
            for (ByteBuffer body : netlink.dump("list interfaces", GET_LINK, everyLink)) {
                found.add(readLink(body, addresses));
            }
            return new Interfaces(found);
        }
    }

    private static void readAddress(ByteBuffer body, Map<Integer, List<InterfaceAddress>> found)
            throws IOException {
        var attributes = Attributes.read(body, ADDRESS_HEADER);
        byte[] local = attributes.bytes(ADDRESS_LOCAL);
        byte[] address = local == null ? attributes.bytes(ADDRESS_REMOTE) : local;
        if (address == null) {
            return;
        }
        found.computeIfAbsent(body.getInt(4), _ -> new ArrayList<>())
                .add(
                        new InterfaceAddress(
                                InetAddress.getByAddress(address),
                                Byte.toUnsignedInt(body.get(1)),
                                attributes.text(ADDRESS_LABEL),
                                attributes.octet(ADDRESS_PROTOCOL, 0)));
    }

    private static Interface readLink(
            ByteBuffer body, Map<Integer, List<InterfaceAddress>> addresses) {
        var attributes = Attributes.read(body, LINK_HEADER);
        byte[] mac = attributes.bytes(LINK_ADDRESS);
        boolean hasMac = mac != null && mac.length == MacAddress.LENGTH;
        int index = body.getInt(4);
        int running = FLAG_UP | FLAG_RUNNING;
        return new Interface(
                attributes.text(LINK_NAME),
                index,
                mac != null && hasMac ? MacAddress.of(mac, 0) : MacAddress.NONE,
                Short.toUnsignedInt(body.getShort(2)) == TYPE_ETHERNET && hasMac,
                (body.getInt(8) & running) == running,
                addresses.getOrDefault(index, List.of()));
    }

    /** The interface of that name, null when there is none. */
    public @Nullable Interface named(String name) {
        return all.stream().filter(link -> link.name().equals(name)).findFirst().orElse(null);
    }

    /** The interface of that name; fails in plain words when there is none. */
    public Interface required(String name) throws IOException {
        Interface found = named(name);
        if (found == null) {
            throw new IOException("no network interface " + name + " on this host");
        }
        return found;
    }

    /** The interface that has this address, null when this host does not have it. */
    public @Nullable Interface owning(InetAddress address) {
        return all.stream().filter(link -> link.has(address)).findFirst().orElse(null);
    }

    /**
     * The interface one of whose networks contains this address, the longest prefix first, null
     * when none does. Virtual addresses of ours do not count: they say nothing about the cable.
     */
    public @Nullable Interface containing(InetAddress address) {
        Interface best = null;
        int bestLength = -1;
        for (Interface link : all) {
            for (InterfaceAddress own : link.addresses()) {
                if (!own.ours() && own.prefixLength() > bestLength && own.sameNetwork(address)) {
                    best = link;
                    bestLength = own.prefixLength();
                }
            }
        }
        return best;
    }
}
