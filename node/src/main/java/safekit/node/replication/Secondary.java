package safekit.node.replication;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import safekit.core.base.Check;
import safekit.core.bytes.Bytes;
import safekit.core.bytes.Reader;
import safekit.core.bytes.Refused;
import safekit.core.replication.FileId;
import safekit.core.replication.Moment;
import safekit.core.replication.Operation;
import safekit.core.replication.Receiver;
import safekit.core.wire.CopyCodec;
import safekit.core.wire.FrameReader;
import safekit.core.wire.FrameType;
import safekit.core.wire.Opcode;
import safekit.core.wire.OperationCursor;
import safekit.core.wire.Signal;
import safekit.core.wire.SignalCodec;
import safekit.core.wire.WriteCodec;

/**
 * The secondary: takes operations of its session in order, confirms them, and applies them on one
 * thread. What was received is applied even when the session is over. Thread-safe.
 */
final class Secondary {
    private static final long QUEUE_MAX = 32 << 20;

    /** One session with what applies it. */
    private record Session(long id, Receiver receiver, Applier applier) {}

    /** A frame of operations, or a checkpoint when it has no bytes. */
    private record Item(
            Session session,
            Link link,
            long sequence,
            ByteBuffer bytes,
            boolean newer,
            long checkpoint) {}

    private final TreeAccess tree;
    private final boolean onReceipt;
    private final Executor slow;
    private final Consumer<Report.Statistics> whole;
    private final Consumer<String> failure;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Item> queue = new ArrayDeque<>();
    private long queued;
    private boolean applying;

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
     */
    Secondary(
            TreeAccess tree,
            boolean onReceipt,
            Executor slow,
            Consumer<Report.Statistics> whole,
            Consumer<String> failure) {
        this.tree = tree;
        this.onReceipt = onReceipt;
        this.slow = slow;
        this.whole = whole;
        this.failure = failure;
        Thread.ofPlatform().daemon().name("replication applies").start(this::work);
    }

    /** From now on operations of this session are taken. */
    void begin(long id, boolean mixture) {
        locked(
                () -> {
                    failed = false;
                    var receiver = new Receiver(id);
                    session = new Session(id, receiver, new Applier(tree, mixture));
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
        ByteBuffer copy = ByteBuffer.allocate(frame.to() - frame.from());
        copy.put(bytes.duplicate().limit(frame.to()).position(frame.from())).flip();
        var cursor = new OperationCursor();
        cursor.reset(copy, 0, copy.limit(), frame.newer());
        now.receiver.frame(frame.session(), frame.sequence());
        while (cursor.next()) {
            now.receiver.operation();
        }
        queue.add(new Item(now, link, frame.sequence(), copy, frame.newer(), 0));
        queued += copy.limit();
        if (onReceipt) {
            acknowledge(now, link);
        }
        changed.signalAll();
    }

    private void acknowledge(Session now, Link link) {
        Receiver receiver = now.receiver;
        link.put(FrameType.ACK, now.id, 0, Encoding.ack(receiver.received(), receiver.applied()));
    }

    private void checkpoint(Session now, Link link, FrameReader frame, ByteBuffer bytes)
            throws Refused {
        if (signal(frame, bytes) instanceof Signal.Checkpoint(long number, long after)) {
            now.receiver.checkpoint(frame.session(), number, after);
            ByteBuffer none = ByteBuffer.allocate(0);
            queue.add(new Item(now, link, 0, none, false, number));
            changed.signalAll();
        }
    }

    // ---- the applying thread

    private void work() {
        for (Item item = next(); item != null; item = next()) {
            try {
                if (item.checkpoint > 0) {
                    reached(item);
                } else {
                    apply(item);
                }
            } catch (IOException | Refused broken) {
                fail(item.session, "an operation could not be applied: " + broken.getMessage());
            }
        }
    }

    private @Nullable Item next() {
        lock.lock();
        try {
            applying = false;
            changed.signalAll();
            while (queue.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            if (closed) {
                return null;
            }
            Item item = queue.remove();
            queued -= item.bytes.limit();
            applying = true;
            return item;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing behind it is applied. A mixture whose session is over need not become whole. */
    private void fail(Session of, String why) {
        var matters = new boolean[1];
        locked(
                () -> {
                    queue.removeIf(item -> item.session.equals(of));
                    queued = queue.stream().mapToLong(item -> item.bytes.limit()).sum();
                    boolean current = of.equals(session);
                    matters[0] = current || !of.applier.lenient();
                    failed |= current;
                    lost |= !current && matters[0];
                });
        if (matters[0]) {
            failure.accept(why);
        }
    }

    private void apply(Item item) throws IOException, Refused {
        var cursor = new OperationCursor();
        cursor.reset(item.bytes, 0, item.bytes.limit(), item.newer);
        long sequence = item.sequence;
        while (cursor.next()) {
            apply(item, cursor, sequence);
            long applied = sequence;
            locked(() -> item.session.receiver.applied(applied));
            sequence++;
        }
        if (!onReceipt) {
            locked(() -> acknowledge(item.session, item.link));
        }
    }

    private void apply(Item item, OperationCursor cursor, long sequence)
            throws IOException, Refused {
        ByteBuffer in = item.bytes;
        int at = cursor.at();
        Applier applier = item.session.applier;
        if (cursor.opcode() == Opcode.WRITE) {
            var file = new FileId(WriteCodec.number(in, at), WriteCodec.generation(in, at));
            ByteBuffer data = in.slice(WriteCodec.data(in, at), WriteCodec.length(in, at));
            var modified = new Moment(WriteCodec.seconds(in, at), WriteCodec.nanos(in, at));
            applier.write(file, WriteCodec.offset(in, at), data, modified);
        } else if (cursor.opcode() == Opcode.COPY) {
            var file = new FileId(CopyCodec.number(in, at), CopyCodec.generation(in, at));
            ByteBuffer data = in.slice(CopyCodec.data(at), CopyCodec.length(in, at));
            applier.copy(file, CopyCodec.offset(in, at), data);
        } else {
            other(item, cursor.operation(), sequence);
        }
    }

    private void other(Item item, Operation operation, long sequence) throws IOException {
        Applier applier = item.session.applier;
        if (operation instanceof Operation.Compare compare) {
            BitSet differing = applier.compare(compare);
            int count = compare.digests().count();
            byte[] bits = new byte[(count + 7) / 8];
            byte[] set = differing.toByteArray();
            System.arraycopy(set, 0, bits, 0, set.length);
            answer(item, new Signal.Differences(sequence, count, Bytes.copyOf(bits)));
        } else if (operation instanceof Operation.Sync(var file, boolean dataOnly)) {
            sync(item, applier.file(file).orElse(FileId.root(0)), dataOnly, sequence);
        } else {
            applier.apply(operation);
        }
    }

    private void sync(Item item, FileId own, boolean dataOnly, long sequence) {
        answerLater(
                item,
                () -> {
                    tree.sync(own, dataOnly);
                    return new Signal.SyncDone(sequence, 0);
                },
                // A file whose last name went away meanwhile has nothing to keep.
                broken ->
                        new Signal.SyncDone(
                                sequence, broken instanceof NoSuchFileException ? 0 : 5));
    }

    /** A disk act with an answer. */
    private interface Act {
        Signal run() throws IOException;
    }

    private void answerLater(Item item, Act act, Function<IOException, Signal> otherwise) {
        later(
                () -> {
                    try {
                        answer(item, act.run());
                    } catch (IOException broken) {
                        answer(item, otherwise.apply(broken));
                    }
                });
    }

    private void answer(Item item, Signal signal) {
        item.link.put(signal.type(), item.session.id, 0, Encoding.of(signal));
    }

    /** A disk act beside the applying thread; void when the process ends just now. */
    private void later(Runnable act) {
        try {
            slow.execute(act);
        } catch (RejectedExecutionException over) {
            Check.that(closed, "disk acts are refused at the end only");
        }
    }

    /** Everything before a checkpoint is applied: the disk is synced, then it is confirmed. */
    private void reached(Item item) {
        if (item.checkpoint > 1 && item.session.applier.lenient()) {
            whole.accept(item.session.applier.strict());
        }
        later(
                () -> {
                    try {
                        tree.syncAll();
                        locked(() -> item.session.receiver.synced(item.checkpoint));
                        answer(item, new Signal.CheckpointDone(item.checkpoint));
                    } catch (IOException broken) {
                        fail(item.session, "the disk could not be synced: " + broken.getMessage());
                    }
                });
    }
}
