package safekit.node.replication;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import safekit.core.replication.FileId;
import safekit.core.replication.Latencies;
import safekit.core.replication.Operation;
import safekit.core.replication.Outstanding;
import safekit.core.wire.FrameType;
import safekit.core.wire.Signal;
import safekit.linux.fuse.Reply;

/**
 * The one order of the primary: what is in flight, what is being changed, what travels. Everything
 * is guarded by {@link #lock}, which is never held during a network call; conditions that others
 * wait for are announced by {@link #changed}.
 */
final class Sender {
    final ReentrantLock lock = new ReentrantLock();
    final Condition changed = lock.newCondition();
    final Underway underway = new Underway();
    final Known known;

    /** What is made equal: everything but the access time. */
    static final int ATTRIBUTES = Operation.Mask.ALL & ~Operation.Mask.ACCESSED;

    private final TreeAccess tree;
    private final LongSupplier clock;
    private final Traffic traffic;
    private final Latencies latencies = new Latencies();
    private Flight flight;
    private volatile @Nullable Link link;
    private long session;
    private boolean forwards;
    private boolean quiescing;
    private long checkpoints;
    private final LinkedHashSet<FileId> touched = new LinkedHashSet<>();

    private final int extentSize;

    Sender(TreeAccess tree, LongSupplier clock, int extentSize, Traffic traffic) {
        this.tree = tree;
        this.traffic = traffic;
        this.extentSize = extentSize;
        this.clock = clock;
        this.flight = new Flight(clock, latencies);
        this.known = new Known(this, tree);
        flight.outstanding().rule(Outstanding.Rule.NOTHING);
    }

    /** Runs with the lock, then sends the answers that became possible. */
    void locked(Runnable action) {
        var answers = new Answers();
        lock.lock();
        try {
            action.run();
            answers(answers);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        answers.send();
    }

    /** Waits until everything up to this operation is done on this node. */
    void awaitDoneUpTo(long sequence) {
        lock.lock();
        try {
            Flight current = flight;
            while (current.outstanding().locallyDoneUpTo() < sequence) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a change of the state; false after the deadline of System.nanoTime. */
    // The callers loop: each looks at its own condition.
    @SuppressWarnings("WaitNotInLoop")
    boolean await(long deadline) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            return false;
        }
        try {
            changed.await(Math.min(left, TimeUnit.SECONDS.toNanos(1)), TimeUnit.NANOSECONDS);
            return true;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Bytes of an extent in the logs. */
    int extentSize() {
        return extentSize;
    }

    Flight flight() {
        return flight;
    }

    Outstanding.Rule rule() {
        return flight.outstanding().rule();
    }

    /** After NOTHING what is outstanding is over: a new rule is for new operations. */
    void rule(Outstanding.Rule rule) {
        if (rule() == Outstanding.Rule.NOTHING && rule != Outstanding.Rule.NOTHING) {
            flight = new Flight(clock, latencies);
        }
        flight.outstanding().rule(rule);
    }

    long session() {
        return session;
    }

    boolean forwards() {
        return forwards;
    }

    /** Whether a change has to wait before it begins. */
    boolean congested() {
        return quiescing || flight.outstanding().full() || (forwards && linkFull());
    }

    private boolean linkBusy() {
        Link to = link;
        return to != null && to.busy();
    }

    private boolean linkFull() {
        Link to = link;
        return to != null && to.full();
    }

    /** Whether what can wait for the application should: half of the room is left to that. */
    boolean busy() {
        return congested() || !room(Flight.CAPACITY / 2) || (forwards && linkBusy());
    }

    /** Whether others have to wait because a moment without any change is wanted. */
    void quiescing(boolean on) {
        quiescing = on;
        changed.signalAll();
    }

    /** From now on every change travels; without a link it waits until the session is over. */
    void open(long newSession, @Nullable Link to, boolean leniently, Consumer<FileId> newlyKnown) {
        if (rule() == Outstanding.Rule.NOTHING) {
            rule(Outstanding.Rule.FROZEN);
        }
        session = newSession;
        link = to;
        known.open(leniently, newlyKnown);
        checkpoints = 0;
        flight.outstanding().open();
        forwards = true;
        checkpoint();
    }

    /** From now on nothing travels; under PAIRED nothing is answered until the rule changes. */
    void close() {
        if (forwards) {
            if (rule() == Outstanding.Rule.PAIRED) {
                flight.outstanding().rule(Outstanding.Rule.FROZEN);
            }
            flight.outstanding().close();
        }
        forwards = false;
        session = 0;
        link = null;
        known.close();
        touched.clear();
    }

    /** Puts a checkpoint into the stream; its number. */
    long checkpoint() {
        checkpoints++;
        put(new Signal.Checkpoint(checkpoints, flight.outstanding().newest()));
        return checkpoints;
    }

    void put(Signal signal) {
        Link to = link;
        if (to != null) {
            to.put(signal.type(), session, 0, Encoding.of(signal));
        }
    }

    /** Begins an operation of the application; under forwarding the caller passes it to travel. */
    long begin(boolean sync, boolean bothDisks) {
        long now = clock.getAsLong();
        return sync
                ? flight.outstanding().beginSync(now, bothDisks)
                : flight.outstanding().begin(now);
    }

    /**
     * Puts an operation into the stream under the number that {@link #begin} gave; {@link #flush}
     * must follow.
     */
    void travel(long sequence, ByteBuffer operation) {
        Link to = link;
        if (to != null) {
            to.outbox().put(FrameType.OPERATIONS, session, sequence, operation);
        }
    }

    /** As {@link #travel} for a write of now. */
    void travel(long sequence, FileId file, long offset, MemorySegment data, int length) {
        Link to = link;
        if (to != null) {
            traffic.replicated(length);
            Instant now = Instant.now();
            to.outbox()
                    .write(
                            session,
                            sequence,
                            file,
                            offset,
                            now.getEpochSecond(),
                            now.getNano(),
                            data,
                            length);
        }
    }

    /** Sends what travels. Without the lock: it may wait for the network. */
    void flush() {
        Link to = link;
        if (to != null) {
            to.flush();
        }
    }

    /** As {@link #flush} by another thread: before a wait, and with the lock. */
    private void flushSoon() {
        Link to = link;
        if (to != null) {
            to.wake();
        }
    }

    /**
     * An operation of our own: nobody waits for its answer. Its number; 0 when none travels. Waits
     * for room until the session ends.
     */
    long internal(ByteBuffer operation) {
        Flight now = flight;
        while (now.outstanding().full() && forwards && now == flight) {
            flushSoon();
            changed.awaitUninterruptibly();
        }
        if (!forwards || rule() == Outstanding.Rule.NOTHING) {
            return 0;
        }
        long sequence = begin(false, false);
        travel(sequence, operation);
        flushSoon();
        done(sequence, null);
        return sequence;
    }

    /** So many bytes that a reintegration copies, as an operation of our own. */
    long copy(ByteBuffer operation, long bytes) {
        traffic.copied(bytes);
        return internal(operation);
    }

    long internal(Operation operation) {
        return internal(Encoding.of(operation));
    }

    /** Done here; answered when the rule allows it. */
    void done(long sequence, @Nullable Reply reply) {
        flight.done(sequence, reply);
        if (reply == null) {
            flight.collect(late);
        }
    }

    /** Whether so many operations can begin without waiting. */
    boolean room(int operations) {
        return !forwards || flight.outstanding().room() >= operations;
    }

    /** Waits until so many operations can begin; false when the session is over. */
    boolean awaitRoom(int operations) {
        Flight now = flight;
        while (forwards && now == flight && !room(operations)) {
            flushSoon();
            changed.awaitUninterruptibly();
        }
        return forwards && now == flight;
    }

    /** Answers that a call for an internal operation found ready; sent by who leaves the lock. */
    private final Answers late = new Answers();

    /** Takes the answers that may be given now; they are sent without the lock. */
    void answers(Answers into) {
        into.takeAll(late);
        flight.collect(into);
    }

    /** How long changes waited that travelled; with the lock. */
    Latencies latencies() {
        return latencies;
    }

    // ---- times

    /** The modification time of this file on the secondary may be another one. */
    void touch(FileId file) {
        if (forwards) {
            touched.add(file);
        }
    }

    /** How many files {@link #sendTimes} has to send, oldest first. */
    int untimed() {
        return forwards ? touched.size() : 0;
    }

    /** Whether {@link #sendTimes} has something to send. */
    boolean timesLeft() {
        return forwards && !touched.isEmpty();
    }

    /** Sends the times of files whose data changed, as many as there is room for. */
    void sendTimes() {
        while (timesLeft() && !flight.outstanding().full()) {
            sendTime(touched.removeFirst());
        }
    }

    /** Sends the times of this file now when they are to be sent. */
    void sendTimes(FileId file) {
        if (touched.remove(file)) {
            sendTime(file);
        }
    }

    private void sendTime(FileId file) {
        if (!known.has(file)) {
            return;
        }
        try {
            TreeAccess.Node node = tree.stat(file);
            internal(
                    new Operation.SetAttributes(
                            file, ATTRIBUTES, node.attributes(), node.accessed()));
        } catch (IOException gone) {
            known.forget(file);
        }
    }
}
