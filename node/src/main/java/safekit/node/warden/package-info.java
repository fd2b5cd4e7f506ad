/**
 * What safeadmin does for a mirror module while its process does not run, and after a process died
 * (design.md sections 4 and 5).
 *
 * <ul>
 *   <li>{@link safekit.node.warden.ModuleWarden}: stands in on the heartbeat ports
 *   <li>{@link safekit.node.warden.AfterDeath}: takes away what a dead process left
 *   <li>{@link safekit.node.warden.NodeWarden}: both, for all modules of safeadmin
 *   <li>{@link safekit.node.warden.StoredRecords}: logs and resources, for safeadmin
 * </ul>
 */
package safekit.node.warden;
