package safekit.core.mirror;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import safekit.core.base.DisplayState;
import safekit.core.base.ModuleState;
import safekit.core.base.Substate;
import safekit.core.generation.Tuple;
import safekit.core.script.Action;

/**
 * The whole memory of one mirror machine. A value for everyone outside this package: {@link
 * Mirror#step} works on its own copy. Times are nanoseconds of the machine's own running time,
 * which stands still while the process is paused.
 */
public final class MirrorState implements Cloneable {
    /** What users see of a module that does not run. */
    static final DisplayState STOPPED = new DisplayState(ModuleState.STOP, Substate.NotReady);

    final Settings settings;

    // The process.
    long incarnation;
    long bootId;
    boolean anchorHolds;

    /** Source of ids, sessions and nonces; seeded by the incarnation, so the machine is pure. */
    long random;

    long sequence;

    // Time.
    /** CLOCK_BOOTTIME of the last step. */
    long turnedAt;

    long running;
    long nextPulseAt;

    // What is durable.
    Tuple tuple;

    // Where we are.
    Phase phase = Phase.STOPPED;
    ModuleState role = ModuleState.STOP;
    DisplayState shown = STOPPED;
    Order order = Order.AUTOMATIC;
    boolean receiver;
    boolean failover = true;
    boolean degraded;
    Presync presync = Presync.NONE;
    String waitRule = "";

    // The peer.
    @Nullable Beat peer;
    long heardAt;
    long streamHeardAt;
    List<Long> lanHeardAt;

    /** What users were told of each heartbeat: up, down, or nothing yet. */
    List<Link> lanShown;

    String uptodateShown = "";

    /** What users were told of policy, schedule and the last reintegration, in this order. */
    List<String> policyShown = List.of();

    /** The policy could not be applied in this run. */
    boolean policyBroken;

    boolean reintegrationFailed;

    /** A scheduled reintegration may begin. */
    boolean syncDue;

    /** A scheduled reintegration is done. */
    boolean syncDone;

    /** What keeps this node from the serving peer, as a rule; empty = nothing. */
    String keptBy = "";

    /** The rule rfs_forceuptodate holds. */
    boolean forceUptodate;

    /** A {@code rfssync} that waits for the disk, 0 = none. */
    long policyReply;

    DisplayState peerShown = DisplayState.PEER_UNKNOWN;
    boolean splitSeen;

    // The session.
    long session;
    long peerIncarnation;
    boolean grant;
    boolean streamUp;
    Reintegration reintegration = Reintegration.NONE;

    /** The sender's tuple of step (0), until step (1) is durable here. */
    @Nullable Tuple sharedBy;

    long joinedAt;

    /** How often in a row this node failed as a receiver or secondary, as far as it counts. */
    int failures;

    /** Own running time before which no reintegration begins. */
    long receivesFrom;

    // Doubts.
    long nonce;
    long askedAt;
    boolean asking;
    boolean answeredWait;

    /** Whether the answer or silence makes this node wait for the administrator or the peer. */
    boolean blocked;

    /** Label of the rule behind WAIT NotReady, as last logged. */
    String blockedBy = "";

    long reservedUntil;
    long primReservedUntil;
    boolean frozen;
    boolean lostRight;
    boolean dropping;
    boolean claiming;
    boolean claimHeard;
    boolean resigned;
    long resignedAt;
    long progressAt;
    long claimFirstAt;
    long claimLastAt;
    boolean accepted;
    boolean administrator;

    /** The decision to serve rests on silence, so any sign of the peer withdraws it. */
    boolean restsOnSilence;

    // Work under way at the edge.
    long token;
    Pending pending = Pending.NONE;
    long settleToken;
    long witnessToken;

    /**
     * When the witness has answered: until then the peer gets the chance to be heard, because the
     * network may have healed just before the witness answered. 0 when nothing is confirmed.
     */
    long confirmAt;

    long checkpointToken;
    long checkpointAt;

    // Stopping and swapping.
    @Nullable Ending ending;
    boolean swapWanted;

    /** A swap under way is one without synchronization. */
    boolean nosync;

    /** The application is being stopped for a swap. */
    boolean swapping;

    /** stop_prim of a swap is queued or done, and start_prim is not queued again. */
    boolean primStopped;

    /** A swap has closed mount and addresses; they come back when this node is alone. */
    boolean reopen;

    long offerNonce;
    long drainToken;
    boolean swapTried;
    ModuleState roleAtStop = ModuleState.STOP;
    boolean drained;
    boolean closed;
    boolean checkpointed;
    boolean announceStop;
    long announcedTo;
    long announcedSession;
    long handingSince;

    // Tasks, one at a time.
    List<Task> tasks = List.of();
    @Nullable Task task;
    long taskNumber;

    /** State whose script families are started once the queue is empty. */
    ModuleState scripts = ModuleState.STOP;

    boolean mounted;
    boolean addressed;

    /** What users were told of a heartbeat. */
    enum Link {
        UNKNOWN,
        UP,
        DOWN
    }

    /** How far the sender of a reintegration is. */
    enum Reintegration {
        NONE,
        /** A session is opened, the receiver has not begun. */
        OPENED,
        /** Differences are copied, writes are forwarded. */
        COPYING,
        /** Step (0) waits for the disk. */
        SYNCING,
        /** Step (0) is durable: writes are acknowledged by both. */
        OFFERED
    }

    /** The script that comes before a reintegration. */
    enum Presync {
        NONE,
        RUNS,
        DONE
    }

    /** Which decision waits for {@link Event.Settled}. */
    enum Pending {
        NONE,
        RISE,
        TAKE,
        MINT_SILENT,
        MINT_RELEASED,
        MINT_REINTEGRATION,
        CAPTURE,
        STEP0,
        STEP1,
        RESIGN,
        CLOSE
    }

    /**
     * How the stop under way goes on.
     *
     * @param action word for the scripts
     * @param restart whether a start follows
     * @param shownStopped whether STOP is shown before that start (OPEN 07-13)
     */
    record Ending(Action action, boolean restart, boolean shownStopped) {}

    MirrorState(Settings settings, Tuple tuple) {
        this.settings = settings;
        this.tuple = tuple;
        int lans = settings.lanIdents().size();
        this.lanHeardAt = Collections.nCopies(lans, 0L);
        this.lanShown = Collections.nCopies(lans, Link.UNKNOWN);
    }

    /** A machine that has not started. */
    public static MirrorState idle(Settings settings, Tuple tuple) {
        return new MirrorState(settings, tuple);
    }

    /** A copy that a step may change; all parts are immutable values. */
    MirrorState copy() {
        try {
            return (MirrorState) super.clone();
        } catch (CloneNotSupportedException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Where this node is. */
    public Phase phase() {
        return phase;
    }

    /** What is durable on this node. */
    public Tuple tuple() {
        return tuple;
    }

    /** What users see. */
    public DisplayState shown() {
        return shown;
    }

    /** The session this node is in, 0 when none. */
    public long session() {
        return session;
    }

    /** Whether this node may take over. */
    public boolean grant() {
        return grant;
    }

    /** Whether acknowledgements are held back. */
    public boolean frozen() {
        return frozen;
    }

    /** Whether it serves unreplicated after a failure of its own replication. */
    public boolean degraded() {
        return degraded;
    }

    /** Whether a long pause took the right to acknowledge away until the peer is asked. */
    public boolean lostRight() {
        return lostRight;
    }

    /** Whether an administrator's command made this node serve. */
    public boolean administrator() {
        return administrator;
    }

    /** The running process and run. */
    public long incarnation() {
        return incarnation;
    }

    /** Whether acknowledged writes may come from this node now. */
    public boolean serving() {
        return phase.serving();
    }

    /** Whether the virtual addresses are here, as far as this machine has ordered. */
    public boolean addressed() {
        return addressed;
    }

    /** Whether no script, mount or address change is under way. */
    public boolean settled() {
        return task == null && tasks.isEmpty();
    }
}
