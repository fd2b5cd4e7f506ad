package safekit.core.replication;

import java.util.ArrayList;
import java.util.List;
import safekit.core.base.Check;
import safekit.core.bytes.Refusal;
import safekit.core.bytes.Refused;

/**
 * The order of things on the secondary, for one session: what is received, applied, on disk. Which
 * extents may be on one disk only is the sender's to know (docs/decisions/013). The operations
 * themselves wait in a queue of the caller. Single-threaded; allocates nothing for an operation.
 */
public final class Receiver {
    private final long session;
    private final List<Epoch> epochs = new ArrayList<>();
    private long received;
    private long applied;
    private boolean failed;

    private static final class Epoch {
        private final long number;
        private final long after;
        private boolean synced;

        Epoch(long number, long after) {
            this.number = number;
            this.after = after;
        }
    }

    /** Of this session; its first frame is a checkpoint. */
    public Receiver(long session) {
        Check.that(session != 0, "a session has an id");
        this.session = session;
    }

    /** Begins a frame of operations: refuses another session and a gap. */
    public void frame(long frameSession, long sequence) throws Refused {
        bound(frameSession);
        if (epochs.isEmpty() || sequence != received + 1) {
            throw new Refused(
                    Refusal.Reason.OUT_OF_ORDER,
                    epochs.isEmpty()
                            ? "operations before the first checkpoint of the session"
                            : "operation %d, expected %d".formatted(sequence, received + 1));
        }
    }

    /** The next operation of the frame; its sequence number. */
    public long operation() {
        Check.that(!epochs.isEmpty(), "operations follow a checkpoint");
        return ++received;
    }

    /** A checkpoint of the sender: a new epoch begins. */
    public void checkpoint(long frameSession, long number, long after) throws Refused {
        bound(frameSession);
        boolean follows =
                epochs.isEmpty()
                        ? received == 0
                        : number == epochs.getLast().number + 1 && after == received;
        if (!follows) {
            throw new Refused(
                    Refusal.Reason.OUT_OF_ORDER,
                    "checkpoint %d after operation %d, received are %d"
                            .formatted(number, after, received));
        }
        if (epochs.isEmpty()) {
            received = after;
            applied = after;
        }
        epochs.add(new Epoch(number, after));
    }

    /** The checkpoint whose sync may begin now: everything before it is applied; -1 = none. */
    public long checkpointToSync() {
        for (Epoch epoch : epochs.reversed()) {
            if (epoch.after <= applied) {
                return epoch.synced ? -1 : epoch.number;
            }
        }
        return -1;
    }

    /** The disk was synced after {@link #checkpointToSync} named this checkpoint. */
    public void synced(long number) {
        for (Epoch epoch : epochs) {
            if (epoch.number <= number) {
                Check.that(epoch.after <= applied, "what is synced is applied");
                epoch.synced = true;
            }
        }
    }

    /** What came before this checkpoint is on both disks. */
    public void retire(long frameSession, long number) throws Refused {
        bound(frameSession);
        boolean known = false;
        for (Epoch epoch : epochs) {
            known |= epoch.number == number && epoch.synced;
        }
        if (!known) {
            throw new Refused(
                    Refusal.Reason.OUT_OF_ORDER,
                    "checkpoint %d is retired, but it is not synced here".formatted(number));
        }
        epochs.removeIf(epoch -> epoch.number < number);
    }

    /** Operations are applied in order, one after the other. */
    public void applied(long sequence) {
        Check.that(!failed, "nothing is applied after a failure");
        Check.that(sequence == applied + 1, "operations are applied in order");
        Check.that(sequence <= received, "an operation is received before it is applied");
        applied = sequence;
    }

    /** An operation could not be applied: nothing after it is, the tree stays a prefix. */
    public void fail(long sequence) {
        Check.that(sequence == applied + 1, "operations are applied in order");
        failed = true;
    }

    /** Whether an operation could not be applied. */
    public boolean failed() {
        return failed;
    }

    /** The last operation received. */
    public long received() {
        return received;
    }

    /** The last operation applied. */
    public long applied() {
        return applied;
    }

    /**
     * How far the sender may answer the application.
     *
     * @param onReceipt async="second"; else async="none"
     */
    public long confirmed(boolean onReceipt) {
        return onReceipt && !failed ? received : applied;
    }

    /** Whether everything received is applied. */
    public boolean settled() {
        return applied == received;
    }

    private void bound(long frameSession) throws Refused {
        if (frameSession != session) {
            throw new Refused(
                    Refusal.Reason.WRONG_SESSION,
                    "a frame of session %016x, here is %016x".formatted(frameSession, session));
        }
    }
}
