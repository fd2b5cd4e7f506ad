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
 *       safekit.node.replication.Report}; {@code Barriers}: drain, settle, checkpoint
 *   <li>{@link safekit.node.replication.ReplicatedDirectories}: mounts and anchors; {@link
 *       safekit.node.replication.TreeAccess} and its {@link safekit.node.replication.HandleTree}:
 *       the files below the mounts; {@code MountCheck}
 *   <li>what is replicated of them (docs/decisions/014): {@code Selection}, {@code Exclusions},
 *       {@code VisibleTree} and {@code PartialSink} with {@code LocalFiles} and {@code MovedNames},
 *       {@code LocalAclTree} and {@code LocalAclSink}
 *   <li>stream: {@code Endpoint}, {@code Greeting}, {@code Link}, {@code Outbox}, {@code Buffers},
 *       {@code Connection}, {@code Encoding}; {@code Traffic}, {@code Meter}, {@link
 *       safekit.node.replication.Figures}
 *   <li>primary: {@code PrimarySink}, {@code Primary} (the seam to the file system), {@code Sender}
 *       (the one order, in flight, introduced files), {@code Translation}, {@code Underway} (what
 *       excludes each other), {@code Flight}, {@code Answers}, {@code Changed}, {@code Facts},
 *       {@code ChangeLog}, {@code ExtentFiles}
 *   <li>secondary: {@code Secondary} (received, confirmed, applied), {@code Received}, {@code
 *       Execution}, {@code Applier}, {@code Bringing} (what only a reintegration sends), {@code
 *       FileTable}, {@code Brought}; {@code KeptTree}, {@code Keeper} and {@link
 *       safekit.node.replication.Quarantine}: what is kept of what it overwrites
 *   <li>reintegration: {@code Reintegration} (logs, plan), {@code Copier} (the walk), {@code
 *       DirectoryListing}, {@code Readers}, {@code SmallFiles}, {@code FileCopy}, {@code
 *       Questions}, {@code Refinement}, {@code Pieces}, {@code Pace}; docs/decisions/016
 * </ul>
 *
 * <p>What ends each wait. A bug on any of these threads ends the process.
 *
 * <ul>
 *   <li>a change of the application before it begins: twice the longer of locktimeout and
 *       sendtimeout, then EIO; after it was made, for a place in flight: an answer of the
 *       secondary, or the rule that follows when it is dropped after locktimeout or sendtimeout
 *   <li>our own operations for a place in flight: the same, or the end of the session
 *   <li>the extent log: the write that is being made; a failure is told as ReplicationFailed, then
 *       changes wait as above until the tuple says that the log is not complete
 *   <li>drain: the last change and answer; an answer that is missing ends it by the rule that the
 *       machine gives after its timeout. Lifted by reopen, lead, close
 *   <li>checkpoint: changes that are being made on the local disk; room for the times of what
 *       changed: an answer of the secondary, or the end of the session
 *   <li>settle: the local disk; after a failed operation the end of the session, by the machine
 *       that was told, within locktimeout, else SettleFailed
 *   <li>the reading thread of a secondary with a full queue: the applying thread, a failure, the
 *       end of the session, close. The primary's locktimeout ends that session
 *   <li>a reintegration: logs of the receiver and a moment without changes within locktimeout; each
 *       answer and hold within reitimeout, else the stream is closed; the end of the session. Its
 *       walk waits for its readers, whose waits are those
 *   <li>a change of a name that is not replicated, for the time of its directory to be logged and
 *       sent: as a change of the application before it begins; then the time is not told
 *   <li>a question to a mount: checktime; then its connection is aborted, and after the same time
 *       again the process ends
 *   <li>greetings: 5 seconds; writing to a connection, by its own thread or, when little is queued,
 *       by the worker or the reading thread that put it: sendtimeout on the primary, then the
 *       machine closes it; on the secondary the primary's reading thread, which waits for nobody
 *       that writes
 * </ul>
 */
package safekit.node.replication;
