package safekit.node.replication;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import safekit.core.mirror.Event;
import safekit.core.replication.Outstanding;

/**
 * What ends with everything on a disk, and the events that answer it: drain, settle, checkpoint. A
 * disk that cannot be synced, and received operations that cannot be applied, are told to the
 * machine, which then takes nothing for granted. Thread-safe.
 */
final class Barriers {
    private final Sender sender;
    private final Primary primary;
    private final Secondary secondary;
    private final TreeAccess tree;
    private final Executor slow;
    private final Consumer<LongFunction<Event>> raise;

    /** For the machine's answer to a failure. */
    private final long patienceNanos;

    /** With the sender's lock. */
    private final Checkpoints checkpoints = new Checkpoints();

    private long drainToken;

    /**
     * Barriers of this data plane.
     *
     * @param slow where they wait and sync
     * @param raise gives an event to the machine
     */
    Barriers(
            Sender sender,
            Primary primary,
            Secondary secondary,
            TreeAccess tree,
            Executor slow,
            Consumer<LongFunction<Event>> raise,
            ReplicationSettings settings) {
        this.sender = sender;
        this.primary = primary;
        this.secondary = secondary;
        this.tree = tree;
        this.slow = slow;
        this.raise = raise;
        patienceNanos = settings.lockTimeoutNanos();
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
                        sync(() -> atRest(token, alone), why -> failed(token, why));
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

    private void atRest(long token, Runnable alone) {
        sender.locked(
                () -> {
                    if (drainToken == token && sender.rule() == Outstanding.Rule.ALONE) {
                        alone.run();
                    }
                });
        raise.accept(now -> new Event.Drained(now, token));
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
                        case APPLIED ->
                                sync(
                                        () -> raise.accept(now -> new Event.Settled(now, token)),
                                        why -> failed(token, why));
                        case LOST -> failed(token, "what was received could not be applied");
                        case CLOSED -> {}
                    }
                });
    }

    /** Waits for the changes that are being made, and syncs; answers like {@link #settle}. */
    void capture(long token) {
        var begun = new long[1];
        sender.locked(() -> begun[0] = sender.underway.begun());
        slow.execute(
                () -> {
                    if (endedUpTo(begun[0])) {
                        sync(
                                () -> raise.accept(now -> new Event.Settled(now, token)),
                                why -> failed(token, why));
                    } else {
                        failed(token, "a change did not end");
                    }
                });
    }

    private boolean endedUpTo(long number) {
        long deadline = System.nanoTime() + patienceNanos;
        sender.lock.lock();
        try {
            boolean inTime = true;
            while (inTime && !sender.underway.endedUpTo(number)) {
                inTime = sender.await(deadline);
            }
            return inTime;
        } finally {
            sender.lock.unlock();
        }
    }

    private void failed(long token, String why) {
        raise.accept(now -> new Event.SettleFailed(now, token, why));
    }

    private void sync(Runnable then, Consumer<String> otherwise) {
        try {
            tree.syncAll();
        } catch (IOException failed) {
            otherwise.accept("the disk could not be synced: " + failed.getMessage());
            return;
        }
        then.run();
    }

    // ---- checkpoints

    /** Syncs both disks up to here: {@link Event.Checkpointed}. */
    void checkpoint(long token) {
        Checkpoints.Wanted wanted = Checkpoints.wanted(sender, token);
        slow.execute(
                () -> {
                    if (checkpoints.mark(sender, wanted)) {
                        sender.awaitDoneUpTo(wanted.after());
                        sync(
                                () -> half(wanted.number(), wanted.session()),
                                why -> raise.accept(now -> new Event.ReplicationFailed(now, why)));
                    }
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
