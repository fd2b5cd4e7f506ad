package safekit.core.wire;

import safekit.core.bytes.Refusal;
import safekit.core.bytes.Refused;

/**
 * Who listens: what the header of a message must agree with.
 *
 * @param cluster {@link Header#clusterOf} the configuration in force
 * @param module number of the module, 0 = the cluster itself
 * @param moduleName {@link Header#nameOf} the module
 * @param node own position in the cluster order
 * @param nodes how many nodes the cluster has
 */
public record Identity(long cluster, int module, long moduleName, int node, int nodes) {

    /** Refuses what another cluster, module, this node itself or no node of ours has sent. */
    public void check(Header header) throws Refused {
        if (header.cluster() != cluster) {
            throw new Refused(
                    Refusal.Reason.FOREIGN_CLUSTER,
                    "node %d has another cluster configuration or key (signature %016x, here %016x)"
                            .formatted(header.node(), header.cluster(), cluster));
        }
        if (header.module() != module || header.moduleName() != moduleName) {
            throw new Refused(
                    Refusal.Reason.FOREIGN_MODULE,
                    "it is for module number %d (name %016x), here is number %d (name %016x)"
                            .formatted(header.module(), header.moduleName(), module, moduleName));
        }
        if (header.node() == node || header.node() >= nodes) {
            throw new Refused(
                    Refusal.Reason.FOREIGN_NODE,
                    "it says that node %d sent it, here is node %d of %d"
                            .formatted(header.node(), node, nodes));
        }
        if (header.incarnation() == 0) {
            throw new Refused(Refusal.Reason.MALFORMED, "its incarnation is 0");
        }
    }
}
