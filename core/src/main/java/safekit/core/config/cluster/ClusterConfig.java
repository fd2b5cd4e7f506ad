package safekit.core.config.cluster;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import safekit.core.base.Check;
import safekit.core.config.xml.Source;

/**
 * cluster.xml (spec 01 section 1): the lans, their nodes and the parameters of the membership
 * protocol. {@code port} is UDP; {@code mlostCount} and {@code slostCount} count pulses of the
 * leader and of a follower. Immutable.
 */
public record ClusterConfig(
        int port, Duration pulse, int mlostCount, int slostCount, List<Lan> lans, Source source) {

    public ClusterConfig {
        lans = List.copyOf(lans);
    }

    /** The names of all nodes in cluster order: the order in which the file first names them. */
    public List<String> nodes() {
        Set<String> names = new LinkedHashSet<>();
        lans.forEach(lan -> lan.nodes().forEach(node -> names.add(node.name())));
        return List.copyOf(names);
    }

    /** The lan of this name, or null. */
    public @Nullable Lan lan(String name) {
        for (Lan lan : lans) {
            if (lan.name().equals(name)) {
                return lan;
            }
        }
        return null;
    }

    /** The names of the lans in document order. */
    public List<String> lanNames() {
        return lans.stream().map(Lan::name).toList();
    }

    /** The lan for distributed commands: the one with {@code command="on"}, else the first. */
    public Lan commandLan() {
        Check.that(!lans.isEmpty(), "a usable cluster has at least one lan");
        return lans.stream().filter(Lan::command).findFirst().orElse(lans.getFirst());
    }
}
