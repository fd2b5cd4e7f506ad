package safekit.node.replication;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import safekit.core.mirror.Event;
import safekit.core.replication.Outstanding;

/**
 * What ends with everything on a disk, and the events that answer it: drain, settle, checkpoint. A
 * disk that cannot be synced, and received operations that cannot be applied after their session,
 * end the process: the peer's data is the good one. Thread-safe.
 */
final class Barriers {
    private final Sender sender;
    private final Primary primary;
    private final Secondary secondary;
    private final TreeAccess tree;
    private final Executor slow;
    private final Consumer<LongFunction<Event>> raise;
    private final long patienceNanos;

    /** With the sender's lock. */
    private final Checkpoints checkpoints = new Checkpoints();

    private long drainToken;

    /**
     * Barriers of this data plane.
     *
     * @param slow where they wait and sync
     * @param raise gives an event to the machine
     * @param patienceNanos for the machine's answer to a failure
     */
    Barriers(
            Sender sender,
            Primary primary,
            Secondary secondary,
            TreeAccess tree,
            Executor slow,
            Consumer<LongFunction<Event>> raise,
            long patienceNanos) {
        this.sender = sender;
        this.primary = primary;
        this.secondary = secondary;
        this.tree = tree;
        this.slow = slow;
        this.raise = raise;
        this.patienceNanos = patienceNanos;
    }

    // ---- drain

    /**
     * Refuses changes, waits for what is outstanding, syncs: {@link Event.Drained}.
     *
     * @param alone done with the lock, when this node is alone and nothing changes any more
     */
    void drain(long token, Runnable alone) {
        sender.locked(
                () -> {
                    drainToken = token;
                    primary.draining(true);
                });
        slow.execute(
                () -> {
                    if (drained(token)) {
                        sync();
                        last(token, alone);
                        raise.accept(now -> new Event.Drained(now, token));
                    }
                });
    }

    private boolean drained(long token) {
        sender.lock.lock();
        try {
            waitQuiet(token);
            while (drainToken == token && sender.timesLeft()) {
                sender.sendTimes();
                waitQuiet(token);
            }
            return drainToken == token;
        } finally {
            sender.lock.unlock();
        }
    }

    private void last(long token, Runnable alone) {
        sender.locked(
                () -> {
                    if (drainToken == token && sender.rule() == Outstanding.Rule.ALONE) {
                        alone.run();
                    }
                });
    }

    /** Ends when the last operation is answered, by whatever rule, or when the drain is lifted. */
    private void waitQuiet(long token) {
        while (drainToken == token
                && !(sender.underway.empty() && sender.flight().outstanding().empty())) {
            sender.changed.awaitUninterruptibly();
        }
    }

    /** Lifts a drain. With the sender's lock. */
    void lift() {
        drainToken = 0;
        primary.draining(false);
    }

    // ---- settle

    /** Applies everything received and syncs: {@link Event.Settled}. */
    void settle(long token) {
        slow.execute(
                () -> {
                    switch (secondary.settled(patienceNanos)) {
                        case APPLIED -> {
                            sync();
                            raise.accept(now -> new Event.Settled(now, token));
                        }
                        case LOST ->
                                throw new IllegalStateException(
                                        "operations that were confirmed cannot be applied");
                        case CLOSED -> {}
                    }
                });
    }

    private void sync() {
        try {
            tree.syncAll();
        } catch (IOException failed) {
            throw new UncheckedIOException("the disk could not be synced", failed);
        }
    }

    // ---- checkpoints

    /** Syncs both disks up to here: {@link Event.Checkpointed}. */
    void checkpoint(long token) {
        var point = new long[3];
        sender.locked(
                () -> {
                    point[0] = sender.checkpoint();
                    point[1] = sender.flight().outstanding().newest();
                    point[2] = sender.session();
                    checkpoints.begin(point[0], token);
                });
        slow.execute(
                () -> {
                    sender.awaitDoneUpTo(point[1]);
                    sync();
                    half(point[0], point[2]);
                });
    }

    /** One of the two disks has the checkpoint of this number in this session. */
    void half(long number, long session) {
        var token = new long[] {Checkpoints.NONE};
        sender.locked(
                () -> {
                    if (sender.session() == session) {
                        token[0] = checkpoints.half(number);
                    }
                });
        if (token[0] != Checkpoints.NONE) {
            raise.accept(now -> new Event.Checkpointed(now, token[0]));
        }
    }

    /** Numbers in the stream of a checkpoint that is complete. With the sender's lock. */
    Iterable<Long> retire(long token) {
        return checkpoints.retire(token);
    }

    /** The session is over, or another one begins. With the sender's lock. */
    void forgetCheckpoints() {
        checkpoints.clear();
    }
}
