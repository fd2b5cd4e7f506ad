/**
 * The cluster of this node (spec 01).
 *
 * <ul>
 *   <li>{@link safekit.node.cluster.ClusterFiles}: SAFEVAR/cluster on disk: topology, key, what was
 *       applied.
 *   <li>{@link safekit.node.cluster.Cluster}: one applied cluster as this node sees it; immutable.
 *   <li>{@link safekit.node.cluster.ClusterCommands}: {@code safekit cluster ...}.
 *   <li>{@link safekit.node.cluster.OwnNode}: which node of the file this machine is.
 *   <li>{@link safekit.node.cluster.Membership}: who is alive and the global module table, over
 *       UDP; {@link safekit.node.cluster.MemberCodec} is its datagram.
 * </ul>
 */
package safekit.node.cluster;
