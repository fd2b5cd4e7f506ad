package safekit.linux.net;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import safekit.linux.sys.CallFailed;

/**
 * A virtual address on an interface (spec 03 section 3). Setting and removing are idempotent.
 *
 * <p>What we set is recognisable: {@link #MARK} as the address protocol (kernels from 5.18 on) and,
 * for IPv4 where the interface's name leaves room, a label that ends with {@link #LABEL_SUFFIX}. So
 * {@link #leftovers} finds what a crash left. Duplicate detection of the kernel is off, because an
 * IPv6 address would be mute for more than a second; use {@link AddressProbe} before.
 *
 * @param interfaceName where it is set
 * @param address IPv4 or IPv6
 * @param prefixLength the interface's own for an address in its network
 * @param source where="one_side": outgoing connections leave with this address (OPEN 03-5)
 */
public record VirtualAddress(
        String interfaceName, InetAddress address, int prefixLength, boolean source) {
    /** Marks the addresses and routes that we set. */
    public static final int MARK = 0x5A;

    /** End of the label of an IPv4 address that we set. */
    public static final String LABEL_SUFFIX = ":safe";

    private static final Path SETTINGS = Path.of("/proc/sys/net/ipv4/conf");
    private static final int NEW_ADDRESS = 20;
    private static final int DELETE_ADDRESS = 21;
    private static final int REMOTE = 1;
    private static final int LOCAL = 2;
    private static final int LABEL = 3;
    private static final int BROADCAST = 4;
    private static final int CACHE_INFO = 6;
    private static final int FLAGS = 8;
    private static final int PROTOCOL = 11;

    private static final int LONGEST_LABEL = 15;
    private static final int NO_DUPLICATE_DETECTION = 0x02;
    private static final int NO_PREFIX_ROUTE = 0x200;
    private static final int FOR_EVER = -1;
    private static final int FAMILY_4 = 2;
    private static final int FAMILY_6 = 10;
    private static final int EEXIST = 17;
    private static final int EADDRNOTAVAIL = 99;

    public VirtualAddress {
        int longest = 8 * address.getAddress().length;
        if (prefixLength < 1 || prefixLength > longest) {
            throw new IllegalArgumentException(
                    "the prefix of "
                            + address.getHostAddress()
                            + " is 1 to "
                            + longest
                            + ", found "
                            + prefixLength);
        }
    }

    static int family(InetAddress address) {
        return address instanceof Inet6Address ? FAMILY_6 : FAMILY_4;
    }

    /** All addresses that we set and that are still there, those of running modules too. */
    public static List<VirtualAddress> leftovers(Interfaces interfaces) {
        var found = new ArrayList<VirtualAddress>();
        for (Interface link : interfaces.all()) {
            for (InterfaceAddress own : link.addresses()) {
                if (own.ours()) {
                    found.add(
                            new VirtualAddress(
                                    link.name(), own.address(), own.prefixLength(), false));
                }
            }
        }
        return found;
    }

    /**
     * Sets it, and its source routes when {@code source}. Setting again restores what somebody
     * removed.
     *
     * @return whether the address was not there before
     */
    public boolean set() throws IOException {
        Interface link = Interfaces.read().required(interfaceName);
        boolean added = true;
        try (var netlink = Netlink.route()) {
            netlink.change(
                    "set " + this,
                    NEW_ADDRESS,
                    Netlink.CREATE | Netlink.EXCLUSIVE,
                    body(link, attributes()));
        } catch (CallFailed failed) {
            if (failed.errno() != EEXIST) {
                throw failed;
            }
            added = false;
        }
        if (source) {
            SourceRoutes.prefer(link, address);
        }
        return added;
    }

    /**
     * Removes it with its source routes. Reset its connections before: see {@link TcpConnections}.
     *
     * @return whether it was there
     */
    public boolean remove() throws IOException {
        Interface link = Interfaces.read().named(interfaceName);
        if (link == null) {
            return false;
        }
        SourceRoutes.restore(link, address);
        keepOthers(link);
        var attributes = new Attributes().put(LOCAL, address.getAddress());
        try (var netlink = Netlink.route()) {
            netlink.change("remove " + this, DELETE_ADDRESS, 0, body(link, attributes));
            return true;
        } catch (CallFailed failed) {
            if (failed.errno() != EADDRNOTAVAIL) {
                throw failed;
            }
            return false;
        }
    }

    /**
     * The first IPv4 address of a network takes the others on the interface with it, unless the
     * kernel may promote one of them: the host's own when it was set after this one.
     */
    private void keepOthers(Interface link) {
        List<InterfaceAddress> network =
                link.addresses().stream()
                        .filter(own -> own.prefixLength() == prefixLength)
                        .filter(own -> own.sameNetwork(address))
                        .toList();
        boolean takes = network.size() > 1 && network.getFirst().address().equals(address);
        if (!takes || family(address) != FAMILY_4) {
            return;
        }
        try {
            Files.writeString(SETTINGS.resolve(interfaceName).resolve("promote_secondaries"), "1");
        } catch (IOException readOnly) {
            // The virtual address must go in any case.
            return;
        }
    }

    /** Whether this host has the address now, on whatever interface: the {@code ip} checker. */
    public boolean present() throws IOException {
        return Interfaces.read().owning(address) != null;
    }

    private ByteBuffer body(Interface link, Attributes attributes) {
        ByteBuffer body = Netlink.body();
        body.put((byte) family(address)).put((byte) prefixLength);
        body.put((byte) NO_DUPLICATE_DETECTION).put((byte) 0).putInt(link.index());
        attributes.write(body);
        return body;
    }

    private Attributes attributes() {
        byte[] bytes = address.getAddress();
        var attributes = new Attributes().put(LOCAL, bytes).put(REMOTE, bytes);
        attributes.put(PROTOCOL, new byte[] {(byte) MARK});
        if (family(address) == FAMILY_6) {
            attributes.put(FLAGS, NO_DUPLICATE_DETECTION | NO_PREFIX_ROUTE);
            attributes.put(CACHE_INFO, lifetimes());
        } else {
            String label = interfaceName + LABEL_SUFFIX;
            if (label.length() <= LONGEST_LABEL) {
                attributes.put(LABEL, label);
            }
            if (prefixLength < 31) {
                attributes.put(BROADCAST, broadcast(bytes));
            }
        }
        return attributes;
    }

    /** Without preference, so that the host does not choose it for its own connections. */
    private byte[] lifetimes() {
        var info = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
        return info.putInt(source ? FOR_EVER : 0).putInt(FOR_EVER).array();
    }

    private byte[] broadcast(byte[] bytes) {
        int hostBits = -1 >>> prefixLength;
        return ByteBuffer.allocate(4).putInt(ByteBuffer.wrap(bytes).getInt() | hostBits).array();
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + prefixLength + " on " + interfaceName;
    }
}
