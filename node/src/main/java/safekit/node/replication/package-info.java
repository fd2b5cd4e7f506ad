/**
 * Replication of the directories of a mirror module between two nodes (design.md section 5, spec
 * 04, docs/protocol/stream.md).
 *
 * <p>Invariants: an operation is in the stream in the order in which it happens on the primary's
 * disk; what a copy read and sends is held still meanwhile; no lock is held during a network call;
 * every queue is bounded. Nothing here decides who may serve: the mirror machine does, through
 * {@link safekit.node.replication.Replication}.
 *
 * <ul>
 *   <li>{@link safekit.node.replication.Replication}: one method for each effect, events back;
 *       {@link safekit.node.replication.ReplicationSettings}, {@link
 *       safekit.node.replication.Report}
 *   <li>{@link safekit.node.replication.ReplicatedDirectories}: mounts and anchors; {@link
 *       safekit.node.replication.TreeAccess} and its {@link safekit.node.replication.HandleTree}:
 *       the files below the mounts
 *   <li>stream: {@code Endpoint}, {@code Greeting}, {@code Link}, {@code Connection}, {@code
 *       Encoding}
 *   <li>primary: {@code Primary} (the seam to the file system), {@code Sender} (the one order, in
 *       flight, introduced files), {@code Underway} (what excludes each other), {@code Flight},
 *       {@code Changed}, {@code Facts}, {@code ChangeLog}, {@code ExtentFiles}
 *   <li>secondary: {@code Secondary} (received, confirmed, applied), {@code Applier}, {@code
 *       FileTable}
 *   <li>reintegration: {@code Reintegration} (logs, plan), {@code Copier} (the walk)
 * </ul>
 */
package safekit.node.replication;
