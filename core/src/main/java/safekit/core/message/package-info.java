/**
 * Every fixed text that users, tests and monitoring tools read, byte for byte (spec 09).
 *
 * <p>Invariants: a text exists once; its numeric key never changes and is never reused (spec 09
 * section 1, OPEN 09-3); a test compares the whole catalogue with a list copied from the
 * specification by hand.
 *
 * <ul>
 *   <li>{@link safekit.core.message.Message}: the catalogue of the module log
 *   <li>{@link safekit.core.message.LogLine}: one line of the module log
 *   <li>{@link safekit.core.message.CommandLogLine}: one line of the node's command log
 *   <li>{@link safekit.core.message.CommandText}: what the {@code safekit} command prints
 *   <li>{@link safekit.core.message.CalledBy}: who ordered an action, in words
 * </ul>
 */
package safekit.core.message;
