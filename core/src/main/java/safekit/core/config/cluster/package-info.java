/**
 * cluster.xml (spec 01 section 1): {@link safekit.core.config.cluster.ClusterReader} reads and
 * checks it, {@link safekit.core.config.cluster.ClusterConfig} is the result. The order of the
 * nodes is the cluster order that other decisions rest on.
 */
package safekit.core.config.cluster;
