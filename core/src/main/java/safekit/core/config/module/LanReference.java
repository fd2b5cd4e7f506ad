package safekit.core.config.module;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import safekit.core.config.cluster.ClusterConfig;
import safekit.core.config.cluster.Lan;
import safekit.core.config.xml.Source;

/**
 * The network that a heartbeat, a flow or a farm uses: the name of a cluster lan or, in the syntax
 * from before 7.2, the addresses of its servers and then an empty name.
 */
public record LanReference(String name, List<LegacyServer> servers, Source source) {
    public LanReference {
        servers = List.copyOf(servers);
    }

    /** True for the syntax from before 7.2. */
    public boolean isLegacy() {
        return name.isEmpty() && !servers.isEmpty();
    }

    /** The lan of the cluster that is meant: by name, else the first with all the addresses. */
    public @Nullable Lan in(ClusterConfig cluster) {
        if (!isLegacy()) {
            return cluster.lan(name);
        }
        for (Lan lan : cluster.lans()) {
            Set<String> addresses = new TreeSet<>();
            lan.nodes().forEach(node -> addresses.add(node.address().key()));
            if (servers.stream().allMatch(server -> addresses.contains(server.address().key()))) {
                return lan;
            }
        }
        return null;
    }
}
