package safekit.core.config.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;
import safekit.core.config.xml.Source;

/**
 * A named network of the cluster. {@code command} is true when the file asks to use it for
 * distributed commands.
 */
public record Lan(String name, boolean command, List<Node> nodes, Source source) {
    public Lan {
        nodes = List.copyOf(nodes);
    }

    /** The node of this name on this lan, or null. */
    public @Nullable Node node(String node) {
        for (Node candidate : nodes) {
            if (candidate.name().equals(node)) {
                return candidate;
            }
        }
        return null;
    }
}
