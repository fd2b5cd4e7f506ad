package safekit.node.replication;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import safekit.core.bytes.Bytes;
import safekit.core.replication.Entry;
import safekit.core.replication.FileId;
import safekit.core.replication.LogRecord;
import safekit.core.replication.Moment;
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
    private static final int EOPNOTSUPP = 95;

    private final TreeAccess tree;
    private final Sender sender;
    private final ChangeLog log;
    private final Facts facts;
    private final boolean bothDisks;
    private final long patienceNanos;
    private final Runnable diverged;
    private boolean draining;

    /**
     * The seam.
     *
     * @param bothDisks whether fsync waits for the secondary's disk (async="none")
     * @param patienceNanos after which a change that cannot begin fails
     * @param diverged told when the secondary cannot be given what was done here
     */
    Primary(
            TreeAccess tree,
            Sender sender,
            ChangeLog log,
            boolean bothDisks,
            long patienceNanos,
            Runnable diverged) {
        this.tree = tree;
        this.sender = sender;
        this.log = log;
        this.facts = new Facts(tree);
        this.bothDisks = bothDisks;
        this.patienceNanos = patienceNanos;
        this.diverged = diverged;
    }

    /** What the file system of one replicated directory calls. */
    ChangeSink sink(int directory) {
        return new ChangeSink() {
            @Override
            public int before(Change change) {
                return Primary.this.before(new Changed(directory, change, tree));
            }

            @Override
            public void after(Change change, int errno, Reply reply) {
                Primary.this.after(new Changed(directory, change, tree), errno, reply);
            }
        };
    }

    /** Whether new changes are refused. With the lock. */
    void draining(boolean on) {
        draining = on;
    }

    private int before(Changed changed) {
        List<Flight.Answer> answers = List.of();
        sender.lock.lock();
        try {
            int refusal = admit(changed);
            if (refusal == 0) {
                begin(changed);
            }
            answers = sender.answers();
            return refusal;
        } catch (IOException failed) {
            return EIO;
        } finally {
            sender.lock.unlock();
            answers.forEach(Flight.Answer::send);
        }
    }

    private int admit(Changed changed) throws IOException {
        long deadline = System.nanoTime() + patienceNanos;
        while (true) {
            int refusal = refusal(changed.change().kind);
            if (refusal != 0) {
                return refusal;
            }
            if (!sender.congested() && !held(changed) && ready(changed) && !log.broken()) {
                List<LogRecord> missing = facts.missing(changed, log.tracker());
                if (missing.isEmpty() || log.degraded()) {
                    return 0;
                }
                log.append(missing, sender);
            } else if (!sender.await(deadline)) {
                return EIO;
            }
        }
    }

    private int refusal(Change.Kind kind) {
        if (kind == Change.Kind.TMPFILE) {
            return EOPNOTSUPP;
        }
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
                && (!sender.forwards() || sender.knows(file))
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
        } else if (sender.forwards()) {
            sender.introduce(one.file);
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
        boolean rename = changed.change().kind == Change.Kind.RENAME;
        if (gone == null || (rename && changed.change().flags == EXCHANGE)) {
            return null;
        }
        Optional<TreeAccess.Node> node = tree.lookup(gone.parent(), gone.name());
        boolean last = node.isPresent() && (node.get().directory() || node.get().links() == 1);
        return last ? node.get().id() : null;
    }

    private void write(Underway.One one, Change change) {
        one.sequence = sender.begin(false, false);
        if (!sender.forwards()) {
            return;
        }
        if (sender.knows(one.file)) {
            Instant now = Instant.now();
            var modified = new Moment(now.getEpochSecond(), now.getNano());
            ByteBuffer data = change.data.asSlice(0, change.length).asByteBuffer();
            sender.travel(one.sequence, Encoding.write(one.file, change.offset, modified, data));
            one.travelled = true;
        } else {
            sender.travel(one.sequence, Encoding.of(new Operation.Forget(one.file)));
        }
    }

    private void sync(Underway.One one, Change change) {
        if (sender.forwards() && bothDisks) {
            boolean known = sender.knows(one.file);
            one.sequence = sender.begin(true, known);
            Operation operation =
                    known
                            ? new Operation.Sync(one.file, change.flags == 1)
                            : new Operation.Forget(one.file);
            sender.travel(one.sequence, Encoding.of(operation));
        }
    }

    private void after(Changed changed, int errno, Reply reply) {
        var answers = new ArrayList<Flight.Answer>();
        sender.lock.lock();
        Underway.One one = sender.underway.of(changed.change());
        try {
            ended(changed, one, errno, reply, answers);
        } finally {
            sender.underway.end(one);
            answers.addAll(sender.answers());
            sender.changed.signalAll();
            sender.lock.unlock();
        }
        answers.forEach(Flight.Answer::send);
    }

    private void ended(
            Changed changed,
            Underway.One one,
            int errno,
            Reply reply,
            List<Flight.Answer> answers) {
        if (one.travelled) { // Not earlier: a tick would have sent the time from before the write.
            sender.touch(one.file);
        }
        try {
            if (errno != 0) {
                failed(changed, one);
            } else if (one.sequence == 0 && changed.change().kind != Change.Kind.SYNC) {
                one.sequence = operation(changed, one);
            }
        } catch (IOException lost) {
            diverged.run();
        }
        Flight flight = one.flight;
        boolean over = flight == null || flight.outstanding().rule() == Outstanding.Rule.NOTHING;
        if (one.sequence != 0 && flight != null) {
            flight.done(one.sequence, over ? null : reply);
        }
        if (over && changed.change().kind != Change.Kind.SYNC) {
            answers.add(new Flight.Answer(reply, EIO));
        } else if (one.sequence == 0) {
            answers.add(new Flight.Answer(reply, 0));
        }
    }

    /** The change was refused here; what already travelled is put right. */
    private void failed(Changed changed, Underway.One one) throws IOException {
        if (changed.change().kind == Change.Kind.RENAME) {
            log.append(facts.undone(changed), sender);
        }
        if (one.travelled && sender.forwards()) {
            TreeAccess.Node node = tree.stat(one.file);
            sender.internal(
                    new Operation.Truncate(
                            one.file, node.size(), node.attributes().modified(), false));
            ByteBuffer data = ByteBuffer.allocate((int) (one.to - one.from));
            tree.read(one.file, one.from, data);
            sender.internal(Encoding.copy(one.file, one.from, data.flip()));
        }
    }

    /** Sends what was done; its number, or that of an operation that does not travel. */
    private long operation(Changed changed, Underway.One one) throws IOException {
        Flight flight = sender.flight();
        if (flight != one.flight || sender.rule() == Outstanding.Rule.NOTHING) {
            return 0;
        }
        while (flight.outstanding().full()) {
            sender.changed.awaitUninterruptibly();
        }
        if (sender.rule() == Outstanding.Rule.NOTHING) {
            return 0;
        }
        Operation operation = sender.forwards() ? translate(changed, one) : null;
        long sequence = sender.begin(false, false);
        if (operation != null) {
            sender.travel(sequence, Encoding.of(operation));
            touchParents(changed);
            renamed(changed);
        }
        return sequence;
    }

    /** With everything introduced that the operation names. */
    private Operation translate(Changed changed, Underway.One one) throws IOException {
        Change change = changed.change();
        FileId victim = one.victim;
        Operation operation =
                Underway.ofNames(change.kind) ? ofNames(changed) : ofFile(changed, one.file);
        if (victim != null) {
            sender.forget(victim);
        }
        return operation;
    }

    private Operation ofFile(Changed changed, FileId file) throws IOException {
        Change change = changed.change();
        if (!sender.knows(file)) {
            return new Operation.Forget(file);
        }
        TreeAccess.Node node = tree.stat(file);
        Moment modified = node.attributes().modified();
        sender.touch(file);
        return switch (change.kind) {
            case TRUNCATE -> new Operation.Truncate(file, change.offset, modified, false);
            case ALLOCATE ->
                    new Operation.Allocate(
                            file, change.flags, change.offset, change.length, modified);
            case ATTRIBUTES ->
                    new Operation.SetAttributes(
                            file, change.mask, node.attributes(), node.accessed());
            case SET_XATTR ->
                    new Operation.SetExtended(
                            file,
                            Bytes.copyOf(change.xattrName),
                            Bytes.copyOf(change.xattrValue),
                            0);
            default -> new Operation.RemoveExtended(file, Bytes.copyOf(change.xattrName));
        };
    }

    private Operation ofNames(Changed changed) throws IOException {
        Entry entry = changed.entry();
        sender.introduce(entry.parent());
        Moment at = tree.stat(entry.parent()).attributes().modified();
        return switch (changed.change().kind) {
            case UNLINK -> new Operation.Unlink(entry.parent(), entry.name(), at);
            case RMDIR -> new Operation.RemoveDirectory(entry.parent(), entry.name(), at);
            case LINK -> {
                sender.introduce(changed.file());
                yield new Operation.Link(changed.file(), entry.parent(), entry.name(), at);
            }
            case RENAME -> {
                Entry to = changed.newEntry();
                sender.introduce(to.parent());
                Moment later = tree.stat(to.parent()).attributes().modified();
                yield new Operation.Rename(entry, to, how(changed.change().flags), later);
            }
            default -> {
                TreeAccess.Node node = tree.stat(changed.file());
                sender.know(node.id());
                yield sender.created(entry, node);
            }
        };
    }

    private static final int EXCHANGE = 2;

    private static Operation.Rename.How how(int flags) {
        return switch (flags) {
            case 0 -> Operation.Rename.How.REPLACE;
            case EXCHANGE -> Operation.Rename.How.EXCHANGE;
            default -> Operation.Rename.How.NO_REPLACE;
        };
    }

    /** In a mixture what was renamed may be anything: what the receiver does not know is copied. */
    private void renamed(Changed changed) throws IOException {
        if (changed.change().kind == Change.Kind.RENAME && sender.lenient()) {
            ensure(changed.newEntry());
            ensure(changed.entry());
        }
    }

    /** The directory's times may change once more below us: they follow before a drain ends. */
    private void touchParents(Changed changed) {
        Change.Kind kind = changed.change().kind;
        if (Underway.ofNames(kind) && kind != Change.Kind.TMPFILE) {
            sender.touch(changed.entry().parent());
        }
        if (kind == Change.Kind.RENAME) {
            sender.touch(changed.newEntry().parent());
        }
    }

    private void ensure(Entry entry) throws IOException {
        Optional<TreeAccess.Node> node = tree.lookup(entry.parent(), entry.name());
        if (node.isPresent() && !sender.knows(node.get().id())) {
            sender.ensure(entry, node.get());
        }
    }
}
