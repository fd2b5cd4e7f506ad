/**
 * safeadmin, the daemon of the node (design.md section 3).
 *
 * <ul>
 *   <li>{@link safekit.node.admin.Main}: starts it; {@link safekit.node.admin.Daemon}: what it
 *       consists of.
 *   <li>{@link safekit.node.admin.Commands}: the table of verbs; {@link
 *       safekit.node.admin.ClusterVerbs}, {@link safekit.node.admin.InstallVerbs}, {@link
 *       safekit.node.admin.ModuleVerbs}, {@link safekit.node.admin.StateVerbs}: what they do;
 *       {@link safekit.node.admin.Invocation}: one call; {@link safekit.node.admin.StartDecision}:
 *       what prim and second wait for.
 *   <li>{@link safekit.node.admin.Supervisor}: the module processes: start, watch, restart, adopt;
 *       {@link safekit.node.admin.ModuleProcess} is one of them, {@link
 *       safekit.node.admin.Launcher} starts it, {@link safekit.node.admin.Questions} asks it.
 *   <li>{@link safekit.node.admin.StandIn}, {@link safekit.node.admin.AfterDeath}, {@link
 *       safekit.node.admin.Records}: what other packages give: speaking for a stopped module,
 *       cleaning up after a dead one, logs and resources on disk.
 * </ul>
 *
 * Invariant: at most one process per module runs, and {@code StandIn} speaks for a module exactly
 * while none does.
 */
package safekit.node.admin;
