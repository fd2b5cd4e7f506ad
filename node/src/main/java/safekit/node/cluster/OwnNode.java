package safekit.node.cluster;

import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import safekit.core.config.HostAddress;
import safekit.core.config.IpAddress;
import safekit.core.config.cluster.ClusterConfig;
import safekit.core.config.cluster.Lan;
import safekit.core.config.cluster.Node;
import safekit.core.config.module.LocalAddress;

/** How a node recognises itself in cluster.xml: by an address of its own (spec 01 section 1). */
public final class OwnNode {
    private OwnNode() {}

    /** The addresses of this machine in the order of its interfaces. */
    public static List<LocalAddress> localAddresses() throws SocketException {
        List<LocalAddress> addresses = new ArrayList<>();
        for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
            for (InterfaceAddress address : each.getInterfaceAddresses()) {
                IpAddress literal = literal(address.getAddress());
                if (literal != null) {
                    addresses.add(
                            new LocalAddress(
                                    each.getName(), literal, address.getNetworkPrefixLength()));
                }
            }
        }
        return addresses;
    }

    /** The names of the nodes that have one of these addresses; usable when it is exactly one. */
    static Set<String> candidates(ClusterConfig config, List<LocalAddress> addresses) {
        Set<String> names = new LinkedHashSet<>();
        for (Lan lan : config.lans()) {
            for (Node node : lan.nodes()) {
                IpAddress own = resolve(node.ownAddress());
                if (own != null && addresses.stream().anyMatch(at -> at.address().equals(own))) {
                    names.add(node.name());
                }
            }
        }
        return names;
    }

    /** The address, resolved when it is a name; null when it cannot be. */
    public static @Nullable IpAddress resolve(HostAddress address) {
        if (address.literal() != null) {
            return address.literal();
        }
        try {
            return literal(InetAddress.getByName(address.host()));
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static @Nullable IpAddress literal(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return IpAddress.parse(zone < 0 ? text : text.substring(0, zone));
    }
}
