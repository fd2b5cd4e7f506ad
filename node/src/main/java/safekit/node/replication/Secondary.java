package safekit.node.replication;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import safekit.core.bytes.Reader;
import safekit.core.bytes.Refused;
import safekit.core.replication.FileId;
import safekit.core.replication.Receiver;
import safekit.core.wire.FrameReader;
import safekit.core.wire.OperationCursor;
import safekit.core.wire.Signal;
import safekit.core.wire.SignalCodec;

/**
 * The secondary: takes operations of its session in order, confirms them, and applies them on one
 * thread. What was received is applied even when the session is over. Thread-safe.
 */
final class Secondary {
    private static final long QUEUE_MAX = 32 << 20;

    /** Operations that are confirmed together while more are to be applied. */
    private static final int TOGETHER = 16;

    /** One session with what applies it. */
    private record Session(long id, Receiver receiver, Applier applier) {}

    /** A frame of operations from its first byte on, or a checkpoint when it has no slab. */
    private record Item(
            Session session,
            Link link,
            long sequence,
            Received.@Nullable Slab slab,
            int from,
            int to,
            boolean newer,
            long checkpoint) {
        int bytes() {
            return to - from;
        }

        Execution.Peer peer() {
            return new Execution.Peer(link, session.id);
        }
    }

    private final TreeAccess tree;
    private final boolean onReceipt;
    private final Execution execution;
    private final Consumer<Report.Statistics> whole;
    private final Consumer<String> failure;
    private final Consumer<FileId> detail;
    private final Verification verification;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Item> queue = new ArrayDeque<>();
    private final Received received = new Received();
    private final OperationCursor arriving = new OperationCursor();
    private final OperationCursor applied = new OperationCursor();
    private long queued;

    /** Whether too much is queued, for who looks without the lock. */
    private volatile boolean crowded;

    private boolean applying;

    /** The last operation that an acknowledgement confirmed. */
    private long confirmed;

    /** An operation of the current session could not be applied. */
    private boolean failed;

    /** Operations of a session that was over could not be applied, although they were confirmed. */
    private boolean lost;

    private volatile boolean closed;
    private @Nullable Session session;

    /**
     * Applies to this tree.
     *
     * @param onReceipt {@code async="second"}
     * @param slow where the disk is synced
     * @param whole told when a reintegration is applied
     * @param failure told once when something cannot be applied
     * @param verification what a verification finds
     */
    Secondary(
            TreeAccess tree,
            boolean onReceipt,
            Executor slow,
            Consumer<Report.Statistics> whole,
            Consumer<FileId> detail,
            Consumer<String> failure,
            Verification verification) {
        this.detail = detail;
        this.tree = tree;
        this.onReceipt = onReceipt;
        this.execution = new Execution(tree, slow, () -> closed);
        this.whole = whole;
        this.failure = failure;
        this.verification = verification;
        Thread.ofPlatform().daemon().name("replication applies").start(this::work);
    }

    /** From now on operations of this session are taken; the keeper hears of a mixture. */
    void begin(long id, boolean mixture, Keeper keeper) {
        locked(
                () -> {
                    failed = false;
                    confirmed = 0;
                    var applier = new Applier(tree, mixture, keeper, detail, verification);
                    session = new Session(id, new Receiver(id), applier);
                });
    }

    /** No frame is taken any more; what was received is still applied, unless that failed. */
    void end() {
        locked(
                () -> {
                    failed = false;
                    session = null;
                });
    }

    /** Ends the applying thread. */
    void close() {
        locked(() -> closed = true);
    }

    /** What became of what was received. */
    enum Settled {
        /** All of it is applied, or the machine knows that it is not: it ended the session. */
        APPLIED,
        /** What was confirmed cannot be applied, and the machine does not know. */
        LOST,
        /** The process ends. */
        CLOSED
    }

    /** Waits until all is applied; after a failure, until the machine has ended the session. */
    Settled settled(long patienceNanos) {
        lock.lock();
        try {
            long left = patienceNanos;
            while (!closed && !lost && (failed || applying || !queue.isEmpty())) {
                if (!failed) {
                    changed.awaitUninterruptibly();
                } else if (left > 0) {
                    left = changed.awaitNanos(left);
                } else {
                    return Settled.LOST;
                }
            }
            return closed ? Settled.CLOSED : lost ? Settled.LOST : Settled.APPLIED;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Settled.CLOSED;
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // ---- the reading thread

    /** A frame arrived. Waits while too much is to be applied. */
    void frame(Link link, FrameReader frame, ByteBuffer bytes) throws Refused {
        if (crowded) {
            caughtUp(link); // What was received before need not wait.
        }
        lock.lock();
        try {
            Session now = session;
            if (now == null || frame.session() != now.id || failed) {
                return;
            }
            switch (frame.type()) {
                case OPERATIONS -> operations(now, link, frame, bytes);
                case CHECKPOINT -> checkpoint(now, link, frame, bytes);
                case RETIRE -> {
                    if (signal(frame, bytes) instanceof Signal.Retire(long number)) {
                        now.receiver.retire(frame.session(), number);
                    }
                }
                default -> {}
            }
        } finally {
            lock.unlock();
        }
    }

    /** All frames that had arrived were taken: they are confirmed together, then applied. */
    void caughtUp(Link link) {
        if (onReceipt && acknowledge(link)) {
            link.flush();
        }
        locked(() -> {});
    }

    /** Whether frames of this session are taken. */
    private boolean taken(Session now) {
        return now.equals(session) && !failed && !closed;
    }

    private static Signal signal(FrameReader frame, ByteBuffer bytes) throws Refused {
        ByteBuffer view = bytes.duplicate().limit(frame.to()).position(frame.from());
        return SignalCodec.read(frame.type(), new Reader(view, frame.newer()));
    }

    private void operations(Session now, Link link, FrameReader frame, ByteBuffer bytes)
            throws Refused {
        while (queued > QUEUE_MAX && taken(now)) {
            changed.awaitUninterruptibly();
        }
        if (!taken(now)) {
            return;
        }
        now.receiver.frame(frame.session(), frame.sequence());
        int count = 0;
        arriving.reset(bytes, frame.from(), frame.to(), frame.newer());
        while (arriving.next()) {
            count++;
        }
        Received.Slab slab = received.keep(bytes, frame.from(), frame.to());
        int end = slab.bytes().position();
        int from = end - (frame.to() - frame.from());
        queue.add(new Item(now, link, frame.sequence(), slab, from, end, frame.newer(), 0));
        queued += end - from;
        crowded = queued > QUEUE_MAX;
        for (int i = 0; i < count; i++) {
            now.receiver.operation();
        }
    }

    private boolean acknowledge(Link link) {
        lock.lock();
        try {
            Session now = session;
            if (now == null || failed || now.receiver.confirmed(onReceipt) == confirmed) {
                return false;
            }
            Receiver receiver = now.receiver;
            confirmed = receiver.confirmed(onReceipt);
            link.outbox().acknowledge(now.id, receiver.received(), receiver.applied());
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void checkpoint(Session now, Link link, FrameReader frame, ByteBuffer bytes)
            throws Refused {
        if (signal(frame, bytes) instanceof Signal.Checkpoint(long number, long after)) {
            now.receiver.checkpoint(frame.session(), number, after);
            queue.add(new Item(now, link, 0, null, 0, 0, false, number));
        }
    }

    // ---- the applying thread

    private void work() {
        @Nullable Applier last = null;
        Item item = next(null);
        while (item != null) {
            try {
                last = item.session.applier.after(last);
                if (item.checkpoint > 0) {
                    reached(item);
                } else {
                    apply(item, Objects.requireNonNull(item.slab).bytes());
                }
            } catch (IOException | Refused broken) {
                fail(item.session, "an operation could not be applied: " + broken.getMessage());
            }
            item = next(item);
        }
    }

    /** The next item; the one before is done. */
    private @Nullable Item next(@Nullable Item before) {
        lock.lock();
        try {
            if (before != null) {
                free(before);
            }
            applying = false;
            changed.signalAll();
            while (queue.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            if (closed) {
                return null;
            }
            Item item = queue.remove();
            queued -= item.bytes();
            crowded = queued > QUEUE_MAX;
            applying = true;
            return item;
        } finally {
            lock.unlock();
        }
    }

    private void free(Item item) {
        if (item.slab != null) {
            received.done(item.slab);
        }
    }

    /** Nothing behind it is applied. A mixture whose session is over need not become whole. */
    private void fail(Session of, String why) {
        var matters = new boolean[1];
        locked(
                () -> {
                    queue.stream().filter(item -> item.session.equals(of)).forEach(this::free);
                    queue.removeIf(item -> item.session.equals(of));
                    queued = queue.stream().mapToLong(Item::bytes).sum();
                    boolean current = of.equals(session);
                    matters[0] = current || !of.applier.lenient();
                    failed |= current;
                    lost |= !current && matters[0];
                });
        if (matters[0]) {
            failure.accept(why);
        }
    }

    private void apply(Item item, ByteBuffer bytes) throws IOException, Refused {
        long sequence = item.sequence;
        applied.reset(bytes.duplicate(), item.from, item.to, item.newer);
        try {
            while (applied.next()) {
                execution.run(item.session.applier, item.peer(), applied, bytes, sequence);
                sequence++;
            }
        } finally {
            item.session.applier.rest();
            applied(item, sequence);
        }
        if (!onReceipt && acknowledgeApplied(item)) {
            item.link.flush();
        }
    }

    private void applied(Item item, long behind) {
        lock.lock();
        try {
            for (long sequence = item.sequence; sequence < behind; sequence++) {
                item.session.receiver.applied(sequence);
            }
        } finally {
            lock.unlock();
        }
    }

    /** What follows at once is confirmed together, some of it at a time. */
    private boolean acknowledgeApplied(Item item) {
        lock.lock();
        try {
            boolean much = item.session.receiver.applied() - confirmed >= TOGETHER;
            boolean now = item.session.equals(session) && (much || queue.isEmpty());
            return now && acknowledge(item.link);
        } finally {
            lock.unlock();
        }
    }

    /** Everything before a checkpoint is applied: the disk is synced, then it is confirmed. */
    private void reached(Item item) {
        if (item.checkpoint > 1 && item.session.applier.lenient()) {
            whole.accept(item.session.applier.strict());
        }
        execution.later(
                () -> {
                    try {
                        tree.syncAll();
                        locked(() -> item.session.receiver.synced(item.checkpoint));
                        item.peer().answer(new Signal.CheckpointDone(item.checkpoint));
                    } catch (IOException broken) {
                        fail(item.session, "the disk could not be synced: " + broken.getMessage());
                    }
                });
    }
}
