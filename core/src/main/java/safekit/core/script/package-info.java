/**
 * Which module scripts a transition runs, in which order, with which arguments (spec 07 sections 1
 * to 5). Running them is the node's work.
 *
 * <p>Invariants: a script family runs exactly in the states it belongs to; start and stop of a
 * family alternate, except for the force pass, which may always come (M6 of design.md section 4).
 *
 * <ul>
 *   <li>{@link safekit.core.script.ScriptTable}: the execution table
 *   <li>{@link safekit.core.script.Family}: the four start/stop pairs and their states
 *   <li>{@link safekit.core.script.ScriptCall}: one execution
 *   <li>{@link safekit.core.script.Action}: third argument of a script
 *   <li>{@link safekit.core.script.Userlog}: file and log line of an execution
 * </ul>
 */
package safekit.core.script;
