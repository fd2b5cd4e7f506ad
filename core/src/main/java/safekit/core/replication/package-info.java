/**
 * Replication without I/O: operations, what may differ, what is in flight, what is copied
 * (design.md section 5, docs/generations.md).
 *
 * <p>Invariants: no write passes before its extent is in a durable log; no operation is answered
 * before its rule holds; the secondary's tree is a prefix of the primary's history. Objects are
 * single-threaded; what is called for each write allocates nothing.
 *
 * <ul>
 *   <li>{@link safekit.core.replication.Operation} and its values: {@link
 *       safekit.core.replication.FileId}, {@link safekit.core.replication.Name}
 *   <li>primary: {@link safekit.core.replication.Outstanding}, {@link
 *       safekit.core.replication.ExtentTracker}, {@link safekit.core.replication.FineMap}
 *   <li>secondary: {@link safekit.core.replication.Receiver}
 *   <li>what may differ: {@link safekit.core.replication.Extents}, made of {@link
 *       safekit.core.replication.LogRecord}; its files: {@link safekit.core.replication.ExtentLog},
 *       {@link safekit.core.replication.FineMapFile}
 *   <li>reintegration: {@link safekit.core.replication.ResyncPlan}, {@link
 *       safekit.core.replication.BlockCompare}
 * </ul>
 */
package safekit.core.replication;
