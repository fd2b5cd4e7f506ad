package safekit.node.replication;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import safekit.core.replication.Entry;
import safekit.core.replication.FileId;
import safekit.core.replication.LogRecord;
import safekit.core.replication.Operation;
import safekit.core.replication.Outstanding;
import safekit.linux.fuse.Change;
import safekit.linux.fuse.ChangeSink;
import safekit.linux.fuse.Reply;

/**
 * The seam between file system and replication on the primary: each change is logged, sent and
 * answered in order. Called by the workers of the file system.
 */
final class Primary {
    private static final int EIO = 5;
    private static final int EROFS = 30;

    private final TreeAccess tree;
    private final Sender sender;
    private final ChangeLog log;
    private final Facts facts;
    private final Translation translation;

    /** Whether fsync waits for the secondary's disk (async="none"). */
    private final boolean bothDisks;

    /** After which a change that cannot begin fails. */
    private final long patienceNanos;

    private final Runnable diverged;
    private boolean draining;

    /**
     * The seam.
     *
     * @param diverged told when the secondary cannot be given what was done here
     */
    Primary(
            TreeAccess tree,
            Sender sender,
            ChangeLog log,
            ReplicationSettings settings,
            Runnable diverged) {
        this.tree = tree;
        this.sender = sender;
        this.log = log;
        this.facts = new Facts(tree);
        this.translation = new Translation(tree, sender);
        bothDisks = !settings.acknowledgeOnReceipt();
        patienceNanos = 2 * Math.max(settings.lockTimeoutNanos(), settings.sendTimeoutNanos());
        this.diverged = diverged;
    }

    /** What the file system of one replicated directory calls. */
    ChangeSink sink(int directory) {
        return new PrimarySink(this, directory, tree);
    }

    /** Whether new changes are refused. With the lock. */
    void draining(boolean on) {
        draining = on;
    }

    /** The receiver need not keep a file without a name any more. */
    void gone(FileId file) {
        sender.locked(
                () -> {
                    if (sender.known.has(file)) {
                        sender.known.forget(file);
                        sender.internal(new Operation.Forget(file));
                    }
                });
    }

    int before(Changed changed) {
        sender.lock.lock();
        Answers answers = sender.underway.of(changed.change()).answers;
        try {
            int refusal = admit(changed);
            if (refusal == 0) {
                begin(changed);
            }
            return refusal;
        } catch (IOException failed) {
            return EIO;
        } finally {
            sender.answers(answers);
            sender.lock.unlock();
            sender.flush();
            answers.send();
        }
    }

    private int admit(Changed changed) throws IOException {
        long deadline = System.nanoTime() + patienceNanos;
        while (true) {
            int refusal = refusal(changed.change().kind);
            if (refusal != 0) {
                return refusal;
            }
            boolean now = !sender.congested() && !held(changed) && ready(changed) && !log.broken();
            if (now && logged(changed)) {
                continue; // Time passed: all has to be looked at again.
            }
            if (now && introduced(changed)) {
                return 0;
            }
            if (!sender.await(deadline)) {
                return EIO;
            }
        }
    }

    /** Makes durable what the log lacks for the change; false when it lacks nothing. */
    private boolean logged(Changed changed) throws IOException {
        List<LogRecord> missing = facts.missing(changed, log.tracker());
        if (missing.isEmpty() || log.degraded()) {
            return false;
        }
        log.append(missing, sender);
        return true;
    }

    /** Introduces what is changed; false when there is no room for that now. */
    private boolean introduced(Changed changed) throws IOException {
        if (!sender.forwards() || !changesKnown(changed.change().kind)) {
            return true;
        }
        Known.Way way =
                changed.change().kind == Change.Kind.RENAME
                        ? renamed(changed)
                        : sender.known.introduceNow(changed.file());
        return way != Known.Way.NO_ROOM && !sender.flight().outstanding().full();
    }

    private Known.Way renamed(Changed changed) throws IOException {
        Known.Way way = sender.known.introduceNow(changed.entry());
        boolean both = way == Known.Way.KNOWN && Translation.exchanges(changed.change());
        return both ? sender.known.introduceNow(changed.newEntry()) : way;
    }

    /**
     * Whether the receiver must know the file before the change is made: by its old name when it
     * gets another one. A name that moves is the same on both sides, but not in a mixture.
     */
    private boolean changesKnown(Change.Kind kind) {
        return !Underway.ofNames(kind)
                || kind == Change.Kind.LINK
                || (kind == Change.Kind.RENAME && sender.known.lenient());
    }

    private int refusal(Change.Kind kind) {
        if (draining && kind != Change.Kind.SYNC) {
            return EROFS;
        }
        return sender.rule() == Outstanding.Rule.NOTHING ? EIO : 0;
    }

    private boolean held(Changed changed) {
        Change.Kind kind = changed.change().kind;
        boolean names = Underway.ofNames(kind);
        FileId file = names ? FileId.root(0) : changed.file();
        return sender.underway.held(kind, file, changed.from(), changed.to());
    }

    /** Ways are looked up only while no name is being changed. */
    private boolean ready(Changed changed) {
        boolean names = Underway.ofNames(changed.change().kind);
        return names || sender.underway.namesStill() || settledWrite(changed);
    }

    private boolean settledWrite(Changed changed) {
        Change change = changed.change();
        FileId file = changed.file();
        return change.kind == Change.Kind.WRITE
                && (!sender.forwards() || sender.known.has(file))
                && log.tracker()
                        .covers(file.number(), file.generation(), change.offset, change.length);
    }

    private void begin(Changed changed) throws IOException {
        Change change = changed.change();
        Underway.One one = sender.underway.of(change);
        one.kind = change.kind;
        one.sequence = 0;
        one.travelled = false;
        boolean names = Underway.ofNames(change.kind);
        one.file = names ? FileId.root(0) : changed.file();
        one.from = changed.from();
        one.to = changed.to();
        one.flight = sender.flight();
        if (names) {
            one.victim = victim(changed);
        }
        switch (change.kind) {
            case WRITE -> write(one, change);
            case SYNC -> sync(one, change);
            default -> {}
        }
        sender.underway.begin(one);
    }

    private @Nullable FileId victim(Changed changed) throws IOException {
        Entry gone =
                switch (changed.change().kind) {
                    case UNLINK, RMDIR -> changed.entry();
                    case RENAME -> changed.newEntry();
                    default -> null;
                };
        if (gone == null || Translation.exchanges(changed.change())) {
            return null;
        }
        Optional<TreeAccess.Node> node = tree.lookup(gone.parent(), gone.name());
        boolean last = node.isPresent() && (node.get().directory() || node.get().links() == 1);
        // The receiver may have no other name of it yet, or never: then it is introduced again.
        boolean unsure =
                sender.known.everythingInDoubt() || (tree.hidesNames() && !sender.known.lenient());
        boolean only = last || (node.isPresent() && unsure);
        return only ? node.get().id() : null;
    }

    private void write(Underway.One one, Change change) {
        FileId file = one.file;
        log.fine().written(file.number(), file.generation(), change.offset, change.length);
        one.sequence = sender.begin(false, false);
        if (!sender.forwards()) {
            return;
        }
        if (sender.known.has(one.file)) {
            sender.travel(one.sequence, one.file, change.offset, change.data, (int) change.length);
            one.travelled = true;
        } else {
            sender.travel(one.sequence, Encoding.of(new Operation.Forget(one.file)));
        }
    }

    private void sync(Underway.One one, Change change) {
        if (sender.forwards() && bothDisks) {
            boolean known = sender.known.has(one.file);
            one.sequence = sender.begin(true, known);
            Operation operation =
                    known
                            ? new Operation.Sync(one.file, change.flags == 1)
                            : new Operation.Forget(one.file);
            sender.travel(one.sequence, Encoding.of(operation));
        }
    }

    void after(Changed changed, int errno, Reply reply) {
        sender.lock.lock();
        Underway.One one = sender.underway.of(changed.change());
        try {
            ended(changed, one, errno, reply);
        } finally {
            sender.underway.end(one);
            sender.answers(one.answers);
            sender.changed.signalAll();
            sender.lock.unlock();
        }
        sender.flush();
        one.answers.send();
    }

    private void ended(Changed changed, Underway.One one, int errno, Reply reply) {
        if (one.travelled) { // Not earlier: a tick would have sent the time from before the write.
            sender.touch(one.file);
        }
        if (errno == 0) {
            made(changed);
        }
        boolean begun = one.sequence != 0;
        if (begun) { // Before it is repaired: that may wait until this one is over.
            done(changed, one, reply);
        }
        try {
            if (errno != 0 && !changed.change().uncertain) {
                failed(changed, one);
            } else if (!begun && changed.change().kind != Change.Kind.SYNC) {
                operation(changed, one);
            }
        } catch (IOException lost) {
            diverged.run();
        }
        if (!begun) {
            done(changed, one, reply);
        }
    }

    /** What was made needs no facts of its own. */
    private void made(Changed changed) {
        switch (changed.change().kind) {
            case CREATE, MKDIR, MKNOD, SYMLINK ->
                    log.tracker().made(changed.file(), Optional.of(changed.entry()));
            case TMPFILE -> log.tracker().made(changed.file(), Optional.empty());
            default -> {}
        }
    }

    private static void done(Changed changed, Underway.One one, Reply reply) {
        Flight flight = one.flight;
        boolean over = flight == null || flight.outstanding().rule() == Outstanding.Rule.NOTHING;
        if (one.sequence != 0 && flight != null) {
            flight.done(one.sequence, over ? null : reply);
        }
        // A sync that nobody else shares was made all the same.
        if (over && (one.sequence != 0 || changed.change().kind != Change.Kind.SYNC)) {
            one.answers.add(reply, EIO);
        } else if (one.sequence == 0) {
            one.answers.add(reply, 0);
        }
    }

    /** The change was refused here; what already travelled is put right. */
    private void failed(Changed changed, Underway.One one) throws IOException {
        if (changed.change().kind == Change.Kind.ALLOCATE) {
            sender.touch(one.file); // It was made longer and shorter again.
        }
        if (changed.change().kind == Change.Kind.RENAME) {
            log.append(facts.undone(changed, log.tracker()), sender);
        }
        if (one.travelled && sender.forwards() && sender.known.has(one.file)) {
            TreeAccess.Node node = tree.stat(one.file);
            sender.internal(
                    new Operation.Truncate(
                            one.file, node.size(), node.attributes().modified(), false));
            ByteBuffer data = ByteBuffer.allocate((int) (one.to - one.from));
            tree.read(one.file, one.from, data);
            sender.internal(Encoding.copy(one.file, one.from, data.flip()));
        }
    }

    /** Gives what was done a number and sends it; none when the operation is over. */
    private void operation(Changed changed, Underway.One one) {
        Operation operation = translated(changed, one);
        while (counts(one) && sender.flight().outstanding().full()) {
            sender.changed.awaitUninterruptibly();
        }
        if (!counts(one)) {
            return;
        }
        one.sequence = sender.begin(false, false);
        if (operation == null) {
            return;
        }
        sender.travel(one.sequence, Encoding.of(operation));
        try {
            translation.follow(changed, one.victim);
        } catch (IOException lost) {
            diverged.run();
        }
    }

    /** Whether the operation is still to be answered by a rule. */
    private boolean counts(Underway.One one) {
        return sender.flight().equals(one.flight) && sender.rule() != Outstanding.Rule.NOTHING;
    }

    /** Null when nothing travels; then its number is a gap, which the secondary refuses. */
    private @Nullable Operation translated(Changed changed, Underway.One one) {
        try {
            return sender.forwards() && counts(one) ? translation.of(changed, one) : null;
        } catch (IOException lost) {
            diverged.run();
            return null;
        }
    }
}
