package safekit.core.config.module;

import java.util.Map;

/**
 * Who becomes primary when a module starts beside an ALONE one (spec 02 section 4): {@code alone},
 * {@code lastprim} or the name of a node.
 */
public record DefaultPrim(String word) {
    public static final DefaultPrim ALONE = new DefaultPrim("alone");
    public static final DefaultPrim LAST_PRIM = new DefaultPrim("lastprim");

    /** True when a node is named. */
    public boolean isNode() {
        return !equals(ALONE) && !equals(LAST_PRIM);
    }

    /** The cluster name of the named node, which may be given by its short hostname (OPEN 02-6). */
    public String node(Map<String, String> nodesByShortHostname) {
        return nodesByShortHostname.getOrDefault(word, word);
    }
}
