package safekit.core.mirror;

import safekit.core.generation.SyncPolicy;
import safekit.core.generation.Tuple;

/**
 * What can happen to a mirror machine. {@code now} is CLOCK_BOOTTIME in nanoseconds, which runs on
 * while the host is suspended; it never goes back.
 */
public sealed interface Event {
    /** When it happened, nanoseconds of CLOCK_BOOTTIME. */
    long now();

    /**
     * The process came to life. The first event of a machine.
     *
     * @param incarnation greater than 0 and than any used before by this module on this node; its
     *     upper 48 bits number the process, the lower 16 its runs
     * @param receiver it ended as PRIM while its peer could take over: it may only receive
     * @param failover whether automatic failover is on
     * @param reservedNanos time during which safeadmin has promised a peer not to decide
     * @param order the command that started it
     */
    record Started(
            long now,
            long incarnation,
            Tuple tuple,
            long bootId,
            boolean anchorHolds,
            boolean receiver,
            boolean failover,
            long reservedNanos,
            Order order)
            implements Event {}

    /** Time passed; comes at least every half pulse. */
    record Turn(long now) implements Event {}

    /** A heartbeat arrived on a lan, authenticated, not older than the last on that lan. */
    record BeatHeard(long now, int lan, Beat beat) implements Event {}

    /** The replication stream is connected to the peer. */
    record StreamUp(long now) implements Event {}

    /** The stream failed, was closed, or was refused. */
    record StreamDown(long now, String why) implements Event {}

    /** A control frame arrived, in stream order. */
    record ControlHeard(long now, Control control) implements Event {}

    /** Operations or acknowledgements arrived on the stream; at most one per pulse is needed. */
    record StreamHeard(long now) implements Event {}

    /** The answer to {@link Effect.Settle}: everything received is applied and synced. */
    record Settled(long now, long token) implements Event {}

    /** The answer to {@link Effect.Drain}: closed for writing, nothing outstanding, synced. */
    record Drained(long now, long token) implements Event {}

    /**
     * The answer to {@link Effect.Settle} or {@link Effect.Drain} when something received cannot be
     * applied or the disk cannot be synced.
     */
    record SettleFailed(long now, long token, String why) implements Event {}

    /** The answer to {@link Effect.Copy}: everything is sent and on the receiver's disk. */
    record Copied(long now, long session) implements Event {}

    /** The answer to {@link Effect.Checkpoint}: what preceded it is on both disks. */
    record Checkpointed(long now, long token) implements Event {}

    /** An operation waits longer than locktimeout or sendtimeout for the secondary. */
    record Stalled(long now, long session, String why) implements Event {}

    /**
     * The extent log cannot be written, a checkpoint not be synced, or an operation of the primary
     * not be applied (spec 04 section 6).
     */
    record ReplicationFailed(long now, String why) implements Event {}

    /** The answer to {@link Effect.TestWitness}. */
    record WitnessTested(long now, long token, boolean reached) implements Event {}

    /** A task ended. {@code success} false: its script failed or its resource was refused. */
    record TaskEnded(long now, long task, boolean success, String detail) implements Event {}

    /** A command was given. */
    record Ordered(long now, Order order, long reply) implements Event {}

    /** The administrator's switch of automatic failover, kept across runs by the edge. */
    record FailoverSet(long now, boolean on) implements Event {}

    /**
     * An administrator says how the next reintegration copies (spec 04 section 10).
     *
     * @param kind FULL, or PRIM for a backup of this node
     * @param checked whether the stopped node is protected; without {@code -d}
     */
    record PolicyAsked(long now, SyncPolicy.Kind kind, String uid, boolean checked, long reply)
            implements Event {}

    /** The time of a scheduled synchronization has come, or is over (spec 04 section 9). */
    record SyncDue(long now, boolean due) implements Event {}

    /** Whether the rule rfs_forceuptodate holds (spec 04 section 7). */
    record ForceUptodate(long now, boolean holds) implements Event {}

    /** The failover machine holds the module in WAIT, or releases it (empty label). */
    record WaitRule(long now, String label) implements Event {}
}
