package safekit.core.mirror;

import safekit.core.generation.Meeting;
import safekit.core.generation.Tuple;
import safekit.core.message.LogLine;

/**
 * What the edge must do, in this order. {@link Persist} is a barrier: the next effect begins when
 * the tuple is on disk; when it cannot be, the process ends. The others return at once; long ones
 * answer by an event that carries their token.
 */
public sealed interface Effect {

    /** Writes the tuple durably. */
    record Persist(Tuple tuple) implements Effect {}

    /** Sends a beat on all lans and, when connected, on the stream. */
    record SendBeat(Beat beat) implements Effect {}

    /** Sends a control frame on the stream, behind everything sent before. */
    record SendControl(Control control) implements Effect {}

    /** Connects the stream to the serving peer. */
    record OpenStream() implements Effect {}

    /** Closes the stream; what was received stays to be applied. */
    record CloseStream() implements Effect {}

    /** From now on operations are acknowledged by this rule. */
    record Acknowledge(AckRule rule) implements Effect {}

    /**
     * From now on first writes of extents are logged durably in this log. Comes behind the {@link
     * Persist} that names the log: until then the application's writes are in a log that has a
     * name.
     */
    record Track(int log) implements Effect {}

    /** Deletes log files that no tuple points to any more. */
    record ForgetLogs(Tuple kept) implements Effect {}

    /** The primary compares, copies, forwards its writes, and answers {@link Event.Copied}. */
    record Copy(long session, Meeting.Copy plan, Tuple receiver) implements Effect {}

    /** The receiver sends its logs behind {@link Control.Begun} and accepts what is copied. */
    record Receive(long session) implements Effect {}

    /**
     * After a swap: this node sends operations of the session from now on, even when the stream is
     * down: then they wait.
     */
    record Lead(long session) implements Effect {}

    /** After a swap: this node receives operations of the session from now on. */
    record Follow(long session) implements Effect {}

    /**
     * Ends sending or receiving. What was received is still applied; frames of the session that
     * come later are refused.
     */
    record EndSession() implements Effect {}

    /** Applies everything received and syncs the disk; answers {@link Event.Settled}. */
    record Settle(long token) implements Effect {}

    /**
     * Waits for the changes that began before the log that is written now, and syncs the disk;
     * answers {@link Event.Settled}.
     */
    record Capture(long token) implements Effect {}

    /**
     * Closes the mount for writing, waits for what is outstanding, syncs: {@link Event.Drained}.
     */
    record Drain(long token) implements Effect {}

    /** Syncs both disks up to here; answers {@link Event.Checkpointed}. */
    record Checkpoint(long token) implements Effect {}

    /** Tells the secondary that a checkpoint is complete. */
    record Retire(long token) implements Effect {}

    /** Lifts a {@link Drain} of this run or of one before: the application may write again. */
    record Reopen() implements Effect {}

    /** Stores the anchor and its predecessor in the replicated roots: durable when it returns. */
    record WriteAnchor(long anchor, long previous) implements Effect {}

    /** Tests the witness afresh; answers {@link Event.WitnessTested}. */
    record TestWitness(long token) implements Effect {}

    /** Runs a step of a transition; answers {@link Event.TaskEnded}. */
    record Run(long task, Task step) implements Effect {}

    /** Kills the script that runs now, with its process group. */
    record KillScript() implements Effect {}

    /** Gives the virtual addresses up at once, whatever else runs. */
    record DropAddressesNow() implements Effect {}

    /** Answers a command; an empty text is success. */
    record Reply(long reply, String error) implements Effect {}

    /** Writes a line of the module log. */
    record Log(LogLine line) implements Effect {}

    /** Sets a resource of this node. */
    record SetResource(String name, String value, String by) implements Effect {}

    /**
     * The module process ends; safeadmin stands in from now on. After a forced end it also removes
     * what the process left, as after a death.
     */
    record Exit(boolean forced) implements Effect {}

    /** When an operation of the application is acknowledged. */
    enum AckRule {
        /** Done here. The tuple says SOLE under an id that nobody else holds. */
        ALONE,
        /** Done here and held by the secondary. */
        PAIRED,
        /** Never: what is outstanding fails. */
        NOTHING
    }
}
