package safekit.core.replication;

import safekit.core.base.Check;

/**
 * The operations in flight on the primary: which may be answered to the application now. Nothing is
 * allocated after construction. Single-threaded.
 *
 * <p>Invariants: under {@link Rule#PAIRED} an operation that travels is answered only when it is
 * done on both sides; each operation is taken exactly once; a place is free again when its
 * operation was taken and is done here, oldest first.
 */
public final class Outstanding {
    /** When an operation may be answered. */
    public enum Rule {
        /** When it is done here. */
        ALONE,
        /** When it is done here and confirmed by the secondary. */
        PAIRED,
        /** Never: a doubt is being resolved; what is outstanding stays. */
        FROZEN,
        /** Never again: what is outstanding fails. */
        NOTHING
    }

    /** No operation. */
    public static final long NONE = 0;

    private static final int LOCAL = 1;
    private static final int TRAVELS = 2;
    private static final int QUEUED = 4;
    private static final int TAKEN = 8;
    private static final int FAILED = 16;
    private static final int SYNC = 32;
    private static final int REMOTE_SYNCED = 64;
    private static final int FINISHED = 128;

    private final int mask;
    private final int[] states;
    private final long[] starts;
    private final long[] ready;
    private long readyHead;
    private long readyTail;
    private long oldest = 1;
    private long next = 1;
    private long confirmed;
    private long unsent;
    private boolean open;
    private boolean draining;
    private Rule rule = Rule.ALONE;

    /** Room for {@code capacity} operations, a power of two. */
    public Outstanding(int capacity) {
        Check.that(Integer.bitCount(capacity) == 1, "the capacity is a power of two");
        mask = capacity - 1;
        states = new int[capacity];
        starts = new long[capacity];
        ready = new long[capacity];
    }

    /** Whether the next operation has to wait for a free place. */
    public boolean full() {
        return next - oldest > mask;
    }

    /** How many operations can begin. */
    public int room() {
        return (int) (mask + 1 - (next - oldest));
    }

    /** Whether an operation is taken now: there is room, no drain, and the rule is not NOTHING. */
    public boolean accepts() {
        return !full() && !draining && rule != Rule.NOTHING;
    }

    /** Begins an operation; it travels when a session is open. Call it only when accepted. */
    public long begin(long now) {
        return begin(now, 0);
    }

    /**
     * Begins an fsync. Under {@link Rule#PAIRED} it also waits for {@link #remoteSynced}, if the
     * secondary's disk counts.
     *
     * @param bothDisks whether the secondary's disk counts (async="none")
     */
    public long beginSync(long now, boolean bothDisks) {
        return begin(now, bothDisks ? SYNC : 0);
    }

    private long begin(long now, int bits) {
        Check.that(accepts(), "an operation begins only when it is accepted");
        long sequence = next++;
        starts[index(sequence)] = now;
        states[index(sequence)] = open ? bits | TRAVELS : 0;
        unsent += open ? 0 : 1;
        return sequence;
    }

    /**
     * The operation is done here, or failed here: its answer is ready as far as we are concerned.
     */
    public void localDone(long sequence) {
        Check.that(sequence >= oldest && sequence < next, "an operation that is done has begun");
        Check.that((states[index(sequence)] & LOCAL) == 0, "an operation is done once");
        states[index(sequence)] |= LOCAL;
        unsent -= (states[index(sequence)] & TRAVELS) == 0 ? 1 : 0;
        offer(sequence);
        release();
    }

    /** The secondary confirms everything up to this one; a number seen before changes nothing. */
    public void remoteDone(long upTo) {
        Check.that(upTo < next, "only what has begun is confirmed");
        long from = Math.max(confirmed + 1, oldest);
        confirmed = Math.max(confirmed, upTo);
        for (long sequence = from; sequence <= upTo; sequence++) {
            offer(sequence);
        }
    }

    /** The secondary has synced for this fsync. One that is no longer waiting changes nothing. */
    public void remoteSynced(long sequence) {
        if (sequence >= oldest && sequence < next) {
            states[index(sequence)] |= REMOTE_SYNCED;
            offer(sequence);
        }
    }

    /** A session begins: operations from now on travel. Their first number. */
    public long open() {
        Check.that(!open, "one session at a time");
        open = true;
        return next;
    }

    /**
     * The session is over: operations from now on do not travel; those underway are not awaited.
     */
    public void close() {
        Check.that(rule != Rule.PAIRED, "a session ends after the rule PAIRED");
        open = false;
        for (long sequence = oldest; sequence < next; sequence++) {
            int i = index(sequence);
            if ((states[i] & TRAVELS) != 0) {
                states[i] &= ~TRAVELS;
                unsent += (states[i] & LOCAL) == 0 ? 1 : 0;
            }
        }
    }

    /** Operations not done here that do not travel: PAIRED and a reintegration wait for none. */
    public long unsent() {
        return unsent;
    }

    /**
     * Changes the rule. What may be answered under the new one is ready at once; what was ready
     * under the old one and not taken is judged again.
     */
    public void rule(Rule now) {
        Check.that(
                now != Rule.PAIRED || (open && unsent == 0),
                "PAIRED needs a session in which everything outstanding travels");
        Check.that(rule != Rule.NOTHING || now == Rule.NOTHING, "NOTHING is for ever");
        rule = now;
        readyHead = readyTail;
        for (long sequence = oldest; sequence < next; sequence++) {
            states[index(sequence)] &= ~QUEUED;
            offer(sequence);
        }
    }

    /** The rule in force. */
    public Rule rule() {
        return rule;
    }

    /** Takes an operation that may be answered, {@link #NONE} when there is none. */
    public long take() {
        if (readyHead == readyTail) {
            return NONE;
        }
        long sequence = ready[(int) readyHead++ & mask];
        int i = index(sequence);
        states[i] = (states[i] & ~QUEUED) | TAKEN | (rule == Rule.NOTHING ? FAILED : 0);
        return sequence;
    }

    /** When an operation began that was taken; {@link #NONE} when it was not sent. */
    public long sentAt(long sequence) {
        int i = index(sequence);
        return (states[i] & TRAVELS) == 0 ? NONE : starts[i];
    }

    /**
     * After {@link #take} and the answer itself: whether it failed; its place may be used again.
     */
    public boolean finish(long sequence) {
        int i = index(sequence);
        Check.that((states[i] & TAKEN) != 0, "an operation is answered after it was taken");
        Check.that((states[i] & FINISHED) == 0, "an operation is answered once");
        boolean failed = (states[i] & FAILED) != 0;
        states[i] |= FINISHED;
        release();
        return failed;
    }

    /** No new operation is taken; see {@link #empty}. */
    public void drain(boolean on) {
        draining = on;
    }

    /** Whether nothing is outstanding. */
    public boolean empty() {
        return oldest == next;
    }

    /** Everything up to here is done on this node: a sync of the disk covers it. */
    public long locallyDoneUpTo() {
        long sequence = oldest;
        while (sequence < next && (states[index(sequence)] & LOCAL) != 0) {
            sequence++;
        }
        return sequence - 1;
    }

    /** The newest operation, 0 before the first. */
    public long newest() {
        return next - 1;
    }

    /**
     * When the oldest operation began that waits for the secondary, {@link Long#MAX_VALUE} when
     * none does (spec 04: {@code locktimeout}).
     */
    public long oldestUnconfirmed() {
        for (long sequence = oldest; sequence < next; sequence++) {
            if (!remote(sequence)) {
                return starts[index(sequence)];
            }
        }
        return Long.MAX_VALUE;
    }

    private void offer(long sequence) {
        int i = index(sequence);
        if ((states[i] & (QUEUED | TAKEN)) != 0 || !answerable(sequence)) {
            return;
        }
        states[i] |= QUEUED;
        ready[(int) readyTail++ & mask] = sequence;
    }

    private boolean answerable(long sequence) {
        boolean local = (states[index(sequence)] & LOCAL) != 0;
        return switch (rule) {
            case ALONE -> local;
            case PAIRED -> local && remote(sequence);
            case FROZEN -> false;
            case NOTHING -> true;
        };
    }

    private boolean remote(long sequence) {
        int state = states[index(sequence)];
        if ((state & TRAVELS) == 0) {
            return true;
        }
        return sequence <= confirmed && ((state & SYNC) == 0 || (state & REMOTE_SYNCED) != 0);
    }

    private void release() {
        while (oldest < next) {
            int state = states[index(oldest)];
            if ((state & FINISHED) == 0 || (state & LOCAL) == 0) {
                return;
            }
            oldest++;
        }
    }

    private int index(long sequence) {
        return (int) sequence & mask;
    }
}
