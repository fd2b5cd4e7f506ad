/**
 * What one node keeps: module log, resources, command log, the durable tuple and small values (spec
 * 09 sections 1, 5, 6, 7; docs/generations.md section 2).
 *
 * <p>Invariants: writing a line never blocks a decision and never fails it: a queue that is full or
 * a database that cannot be written costs lines, which are counted. The tuple is the opposite: its
 * write returns only when it is on the disk, and an error ends the process.
 *
 * <ul>
 *   <li>{@link safekit.node.store.Database}: one SQLite file with its writing thread
 *   <li>{@link safekit.node.store.ModuleLog}, {@link safekit.node.store.LogEntry}: the module log
 *   <li>{@link safekit.node.store.ResourceStore}: resources and their history
 *   <li>{@link safekit.node.store.CommandLog}: commands of the node
 *   <li>{@link safekit.node.store.TupleFile}: the durable tuple
 *   <li>{@link safekit.node.store.KeptValues}: a few durable values in a text file
 *   <li>{@link safekit.node.store.Dates}: microseconds to local time
 *   <li>{@link safekit.node.store.SqliteLibrary}: where its native code is unpacked
 * </ul>
 */
package safekit.node.store;
