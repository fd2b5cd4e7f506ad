package safekit.core.config.module;

import java.util.List;
import java.util.Map;
import safekit.core.config.cluster.ClusterConfig;

/**
 * What a module is configured into: the cluster, this node, the other modules of the node (without
 * the one that is checked) and the paths of the product. {@code nodesByShortHostname} holds the
 * hostnames that are known so far.
 */
public record ModuleContext(
        ClusterConfig cluster,
        String ownNode,
        Map<String, String> nodesByShortHostname,
        int moduleId,
        String moduleName,
        List<OtherModule> otherModules,
        String safe,
        String safeVar) {
    public ModuleContext {
        otherModules = List.copyOf(otherModules);
    }
}
