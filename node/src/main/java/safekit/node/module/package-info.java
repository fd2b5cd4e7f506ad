/**
 * The process of one running module: executes what {@code safekit.core.mirror} decides (design.md
 * sections 3, 4 and 8; spec 02, 05, 06, 07).
 *
 * <p>Invariants: one thread decides, in the order of its mailbox; a tuple is on the disk before the
 * next effect begins; scripts, mounts and addresses run one at a time on a thread of their own; an
 * error that nobody expected ends the process at once with exit code 70.
 *
 * <ul>
 *   <li>{@link safekit.node.module.Main}, {@code Arguments}: the process
 *   <li>{@link safekit.node.module.ModuleSetup}, {@code MirrorSettings}: what the configuration
 *       says
 *   <li>{@link safekit.node.module.ModuleProcess}: all parts of one running module
 *   <li>{@link safekit.node.module.ModuleLoop}: mailbox and thread of decisions
 *   <li>{@code Edge}: executes effects; {@code TaskRunner}: the steps of a transition
 *   <li>{@link safekit.node.module.Scripts}: runs module scripts, userlogs and time limits; {@link
 *       safekit.node.module.LeftScript}: the one that a dead process left
 *   <li>{@link safekit.node.module.VirtualAddresses}: probe, set, announce, remove; {@link
 *       safekit.node.module.ResolvedAddresses}: what their names mean
 *   <li>{@link safekit.node.module.Replication}, {@link safekit.node.module.NoReplication}: the
 *       seam to the data plane
 *   <li>{@code Checkers}: intf and ip; {@code RuleBook}: failover rules and maxloop
 *   <li>{@code ResourceBoard}: resources with their log lines
 *   <li>{@code ModuleSocket}, {@code Requests}: what safeadmin asks
 * </ul>
 */
package safekit.node.module;
