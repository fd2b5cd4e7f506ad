/**
 * The automaton of a mirror module on one node (spec 07, docs/generations.md): who serves, who
 * receives, who may take over, and which scripts run.
 *
 * <p>{@link safekit.core.mirror.Mirror#step} is the whole interface: a state and an event give the
 * next state, the reason in words, and effects for the edge to execute in order. {@code Warden} is
 * the other half: what safeadmin says and does for a module whose process does not run.
 */
package safekit.core.mirror;
