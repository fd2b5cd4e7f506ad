/**
 * The failover machine: rules over resources, the action they ask for, and the loop counter that
 * bounds automatic actions (spec 06).
 *
 * <p>Invariants: pure functions of snapshot, state and time; the same input gives the same verdict,
 * so {@code safekit whatif} and the simulator ask the same code. A rule is never true by a resource
 * that is still init (OPEN 06-5).
 *
 * <ul>
 *   <li>{@link safekit.core.failover.Resources}: snapshot of local and remote resources
 *   <li>{@link safekit.core.failover.ResourcePattern}: {@code remote.rfs.degraded}, {@code intf.?}
 *   <li>{@link safekit.core.failover.Expression}: condition of a rule, printed in the failover
 *       language
 *   <li>{@link safekit.core.failover.Rule}, {@link safekit.core.failover.RuleAction}, {@link
 *       safekit.core.failover.DefaultRules}: rules as data
 *   <li>{@link safekit.core.failover.FailoverMachine}: which rule acts, and when; {@link
 *       safekit.core.failover.Situation} in, {@link safekit.core.failover.Verdict} out
 *   <li>{@link safekit.core.failover.LoopCounter}, {@link safekit.core.failover.LoopLimit}: maxloop
 * </ul>
 */
package safekit.core.failover;
