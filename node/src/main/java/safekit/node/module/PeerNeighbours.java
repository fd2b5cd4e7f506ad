package safekit.node.module;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import safekit.core.config.cluster.Lan;
import safekit.core.config.cluster.Node;
import safekit.linux.net.MacAddress;

/**
 * The MAC addresses by which the peer is known in the ARP table (IPv4). A peer that has just lost a
 * virtual address may still answer for it, and must not keep us from taking it.
 */
final class PeerNeighbours {
    private static final Path TABLE = Path.of("/proc/net/arp");
    private static final int MAC_FIELD = 3;

    private PeerNeighbours() {}

    static List<MacAddress> of(ModuleSetup setup) throws IOException {
        var addresses = new ArrayList<String>();
        for (Lan lan : setup.cluster().lans()) {
            Node peer = lan.node(setup.peerName());
            if (peer != null) {
                addresses.add(InetAddress.getByName(peer.address().host()).getHostAddress());
            }
        }
        var found = new ArrayList<MacAddress>();
        List<String> lines = Files.readAllLines(TABLE);
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.trim().split(" +", -1);
            if (fields.length > MAC_FIELD && addresses.contains(fields[0])) {
                found.add(MacAddress.parse(fields[MAC_FIELD]));
            }
        }
        return found;
    }
}
