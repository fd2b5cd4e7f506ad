package safekit.node.replication;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import safekit.core.replication.Attributes;
import safekit.core.replication.Entry;
import safekit.core.replication.FileId;
import safekit.core.replication.Name;
import safekit.core.replication.Operation;
import safekit.core.replication.Outstanding;
import safekit.core.replication.Path;
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

    /** What is made equal: everything but the access time. */
    static final int ATTRIBUTES = Operation.Mask.ALL & ~Operation.Mask.ACCESSED;

    private final TreeAccess tree;
    private final LongSupplier clock;
    private Flight flight = new Flight();
    private @Nullable Link link;
    private long session;
    private boolean forwards;
    private boolean lenient;
    private boolean quiescing;
    private long checkpoints;
    private long waits;
    private final Set<FileId> known = new HashSet<>();
    private final LinkedHashSet<FileId> touched = new LinkedHashSet<>();
    private Consumer<TreeAccess.Node> unseen = _ -> {};
    private Predicate<Entry> doubtful = _ -> true;
    private final Set<FileId> mixed = new HashSet<>();

    private final int extentSize;

    Sender(TreeAccess tree, LongSupplier clock, int extentSize) {
        this.tree = tree;
        this.extentSize = extentSize;
        this.clock = clock;
        flight.outstanding().rule(Outstanding.Rule.NOTHING);
    }

    /** Runs with the lock, then sends the answers that became possible. */
    void locked(Runnable action) {
        var answers = new ArrayList<Flight.Answer>();
        lock.lock();
        try {
            action.run();
            flight.collect(answers);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        answers.forEach(Flight.Answer::send);
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
            flight = new Flight();
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
        return quiescing
                || flight.outstanding().full()
                || (forwards && link != null && link.full());
    }

    /** Whether others have to wait because a moment without any change is wanted. */
    void quiescing(boolean on) {
        quiescing = on;
        changed.signalAll();
    }

    /** From now on every change travels; without a link it waits until the session is over. */
    void open(
            long newSession,
            @Nullable Link to,
            boolean leniently,
            Consumer<TreeAccess.Node> newlyKnown) {
        if (rule() == Outstanding.Rule.NOTHING) {
            rule(Outstanding.Rule.FROZEN);
        }
        session = newSession;
        link = to;
        lenient = leniently;
        unseen = newlyKnown;
        doubtful = _ -> true;
        known.clear();
        mixed.clear();
        checkpoints = 0;
        flight.outstanding().open();
        forwards = true;
        checkpoint();
    }

    /**
     * In the mixture only these names may mean something else on the receiver, and what is below
     * them.
     */
    void doubt(Predicate<Entry> names) {
        doubtful = names;
    }

    /** Names are equal on both sides from here on. */
    void strict() {
        lenient = false;
        unseen = _ -> {};
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
        known.clear();
        touched.clear();
        unseen = _ -> {};
    }

    /** Puts a checkpoint into the stream; its number. */
    long checkpoint() {
        checkpoints++;
        put(new Signal.Checkpoint(checkpoints, flight.outstanding().newest()));
        return checkpoints;
    }

    void put(Signal signal) {
        if (link != null) {
            link.put(signal.type(), session, 0, Encoding.of(signal));
        }
    }

    /** Begins an operation of the application; under forwarding the caller passes it to travel. */
    long begin(boolean sync, boolean bothDisks) {
        long now = clock.getAsLong();
        return sync
                ? flight.outstanding().beginSync(now, bothDisks)
                : flight.outstanding().begin(now);
    }

    /** Sends an operation under the number that {@link #begin} gave. */
    void travel(long sequence, ByteBuffer operation) {
        if (link != null) {
            link.put(FrameType.OPERATIONS, session, sequence, operation);
        }
    }

    /** How often {@link #internal} gave the lock away; what was looked at before may be old. */
    long waits() {
        return waits;
    }

    /**
     * An operation of our own: nobody waits for its answer. Its number; 0 when none travels. Waits
     * for room until the session ends.
     */
    long internal(ByteBuffer operation) {
        Flight now = flight;
        while (now.outstanding().full() && forwards && now == flight) {
            waits++;
            changed.awaitUninterruptibly();
        }
        if (!forwards || rule() == Outstanding.Rule.NOTHING) {
            return 0;
        }
        long sequence = begin(false, false);
        travel(sequence, operation);
        done(sequence, null);
        return sequence;
    }

    long internal(Operation operation) {
        return internal(Encoding.of(operation));
    }

    /** Done here; answered when the rule allows it. */
    void done(long sequence, @Nullable Reply reply) {
        flight.done(sequence, reply);
        var answers = new ArrayList<Flight.Answer>();
        if (reply == null) {
            collectInternal(answers);
        }
    }

    private void collectInternal(List<Flight.Answer> answers) {
        flight.collect(answers);
        late.addAll(answers);
    }

    /** Answers that a call for an internal operation found ready; sent by who leaves the lock. */
    private final List<Flight.Answer> late = new ArrayList<>();

    /** Takes the answers that may be given now; they are sent without the lock. */
    List<Flight.Answer> answers() {
        var answers = new ArrayList<Flight.Answer>(late);
        late.clear();
        flight.collect(answers);
        return answers;
    }

    /** The secondary knows this file from now on by what was just sent. */
    void know(FileId file) {
        known.add(file);
    }

    boolean knows(FileId file) {
        return file.isRoot() || known.contains(file);
    }

    void forget(FileId file) {
        known.remove(file);
    }

    /** Introduces a file and the directories on its way; false when it has no name any more. */
    boolean introduce(FileId file) throws IOException {
        if (knows(file)) {
            return true;
        }
        Optional<Path> path = tree.path(file);
        if (path.isEmpty()) {
            return false;
        }
        FileId at = path.get().root();
        for (Name name : path.get().names()) {
            Optional<TreeAccess.Node> node = tree.lookup(at, name);
            if (node.isEmpty()) {
                return false;
            }
            if (!knows(node.get().id())) {
                introduce(new Entry(at, name), node.get());
            }
            at = node.get().id();
        }
        return at.equals(file);
    }

    private void introduce(Entry entry, TreeAccess.Node node) throws IOException {
        if (lenient && (doubtful.test(entry) || mixed.contains(entry.parent()))) {
            ensure(entry, node);
        } else {
            internal(new Operation.Introduce(node.id(), entry));
            know(node.id());
        }
    }

    /** Makes a name of the mixture on the receiver mean this file; its content may be anything. */
    void ensure(Entry entry, TreeAccess.Node node) throws IOException {
        internal(
                new Operation.Listing(
                        entry.parent(), 1, false, List.of(Encoding.listed(entry, node))));
        ensured(entry, node);
    }

    /** After a listing that held this name. */
    void ensured(Entry entry, TreeAccess.Node node) throws IOException {
        if (node.symlink()) {
            internal(created(entry, node));
        }
        if (node.directory()) {
            mixed.add(node.id());
        }
        if (known.add(node.id())) {
            unseen.accept(node);
        }
    }

    boolean lenient() {
        return lenient;
    }

    /** The operation that makes a file of this kind. */
    Operation.Create created(Entry entry, TreeAccess.Node node) throws IOException {
        Attributes parent = tree.stat(entry.parent()).attributes();
        return new Operation.Create(
                entry.parent(),
                entry.name(),
                parent.modified(),
                node.id(),
                node.attributes(),
                node.device(),
                node.symlink() ? tree.target(node.id()) : safekit.core.bytes.Bytes.NONE);
    }

    // ---- times

    /** The modification time of this file on the secondary may be another one. */
    void touch(FileId file) {
        if (forwards) {
            touched.add(file);
        }
    }

    /** Whether {@link #sendTimes} has something to send. */
    boolean timesLeft() {
        return forwards && !touched.isEmpty();
    }

    /** Sends the times of files whose data changed, as many as there is room for. */
    void sendTimes() {
        while (timesLeft() && !flight.outstanding().full()) {
            FileId file = touched.removeFirst();
            if (!knows(file)) {
                continue;
            }
            try {
                TreeAccess.Node node = tree.stat(file);
                internal(
                        new Operation.SetAttributes(
                                file, ATTRIBUTES, node.attributes(), node.accessed()));
            } catch (IOException gone) {
                known.remove(file);
            }
        }
    }
}
