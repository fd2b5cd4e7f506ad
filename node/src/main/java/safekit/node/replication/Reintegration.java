package safekit.node.replication;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import safekit.core.bytes.Bytes;
import safekit.core.bytes.Refused;
import safekit.core.generation.Meeting;
import safekit.core.generation.Tuple;
import safekit.core.replication.Entry;
import safekit.core.replication.ExtentLog;
import safekit.core.replication.Extents;
import safekit.core.replication.FileId;
import safekit.core.replication.LogRecord;
import safekit.core.replication.Path;
import safekit.core.replication.ResyncPlan;
import safekit.core.wire.Signal;

/**
 * One reintegration after the other, on the sender: waits for the receiver's logs, plans, copies on
 * a thread of its own, and says when everything is on the receiver's disk.
 */
final class Reintegration {
    private static final int PART = 512 << 10;

    private final Sender sender;
    private final TreeAccess tree;
    private final ChangeLog log;
    private final ReplicationSettings settings;
    private final Report report;
    private final LongConsumer copied;

    private long session;
    private @Nullable Copier copier;
    private final CopyMeter progress;
    private long lastCheckpoint;
    private final Map<Signal.ExtentsPart.Which, ByteArrayOutputStream> parts =
            new EnumMap<>(Signal.ExtentsPart.Which.class);
    private final Map<Signal.ExtentsPart.Which, Extents> logs =
            new EnumMap<>(Signal.ExtentsPart.Which.class);

    /**
     * Reintegrations of this sender.
     *
     * @param copied told the session of which everything is on the receiver's disk
     */
    Reintegration(
            Sender sender,
            TreeAccess tree,
            ChangeLog log,
            ReplicationSettings settings,
            Report report,
            LongConsumer copied) {
        this.sender = sender;
        this.tree = tree;
        this.log = log;
        this.settings = settings;
        this.report = report;
        this.copied = copied;
        progress = new CopyMeter(sender, tree);
    }

    // ---- the receiver's logs

    /** The receiver sends what its logs say. With the sender's lock. */
    void offerLogs(long ofSession, Tuple own, Link link) throws IOException {
        offer(ofSession, link, Signal.ExtentsPart.Which.CHANGES, own.logs().changes());
        offer(ofSession, link, Signal.ExtentsPart.Which.ACTIVITY, own.logs().activity());
    }

    private void offer(
            long ofSession, Link link, Signal.ExtentsPart.Which which, List<Integer> numbers)
            throws IOException {
        Extents ours = log.union(numbers);
        List<LogRecord> facts =
                LoggedFiles.tellAll(tree, ours)
                        ? ours.facts()
                        : List.of(new LogRecord.Everything());
        byte[] bytes = ExtentFiles.image(facts, sender.extentSize());
        int count = Math.max(1, (bytes.length + PART - 1) / PART);
        for (int part = 0; part < count; part++) {
            int to = Math.min(bytes.length, (part + 1) * PART);
            byte[] content = java.util.Arrays.copyOfRange(bytes, part * PART, to);
            boolean last = part == count - 1;
            var signal = new Signal.ExtentsPart(which, part, last, Bytes.copyOf(content));
            link.put(signal.type(), ofSession, 0, Encoding.of(signal));
        }
    }

    /** A session was opened: its receiver's logs come. */
    void expect(long newSession) {
        sender.locked(
                () -> {
                    session = newSession;
                    copier = null;
                    parts.clear();
                    logs.clear();
                });
    }

    /** The session is over. With the sender's lock. */
    void end() {
        session = 0;
        copier = null;
    }

    /** A piece of the receiver's logs. */
    void heard(Signal.ExtentsPart part) {
        sender.locked(
                () -> {
                    var bytes =
                            parts.computeIfAbsent(part.which(), _ -> new ByteArrayOutputStream());
                    bytes.writeBytes(part.content().toArray());
                    if (part.last()) {
                        logs.put(part.which(), parse(bytes.toByteArray()));
                    }
                });
    }

    private Extents parse(byte[] bytes) {
        try {
            ByteBuffer file = ByteBuffer.wrap(bytes);
            var contents = ExtentLog.read(file, ExtentFiles.FACTS_MAX);
            return ExtentFiles.ofSize(contents, sender.extentSize());
        } catch (Refused refused) {
            return ExtentFiles.everything();
        }
    }

    // ---- the copy

    /**
     * Begins to copy on a thread of its own.
     *
     * @param since seconds of the Unix epoch, for {@link Meeting.Copy#SINCE_DATE}
     */
    void start(long ofSession, Meeting.Copy plan, Tuple own, long since, Link link) {
        Thread.ofPlatform()
                .daemon()
                .name("replication copies")
                .start(() -> run(ofSession, plan, own, since, link));
    }

    private void run(long ofSession, Meeting.Copy copy, Tuple own, long since, Link link) {
        CopySettings how = settings.copy();
        var pace = new Pace(how.bytesPerSecond(), System::nanoTime);
        var pieces = new Pieces(sender, ofSession, how.timeoutNanos());
        long trusted = copy == Meeting.Copy.SINCE_DATE ? since : Long.MIN_VALUE;
        try (var work = new Copier(sender, tree, pieces, how, pace, trusted)) {
            Planned planned = begin(work, ofSession, link, copy, own);
            ResyncPlan plan = planned.plan;
            progress.begin(work, plan);
            boolean everything = everything(plan);
            if (everything) {
                for (int directory = 0; directory < tree.directories(); directory++) {
                    report.updating(directory);
                    work.everything(directory);
                }
            } else {
                report.updating(0);
                work.listed(plan, planned.refinement);
            }
            work.finish();
            report.copied(work.count().sent(everything));
            close(pieces);
        } catch (Cancelled over) {
            report.note("the reintegration was interrupted");
        } catch (IOException failed) {
            report.note("the reintegration failed: " + failed.getMessage());
            link.close("the reintegration failed: " + failed.getMessage());
        } finally {
            progress.end();
        }
    }

    /** Everything was sent: what follows in the same session means it is there. */
    private void close(Pieces pieces) throws IOException, Cancelled {
        sender.lock.lock();
        try {
            pieces.alive(true);
            lastCheckpoint = sender.checkpoint();
        } finally {
            sender.lock.unlock();
        }
    }

    private static boolean everything(ResyncPlan plan) {
        return plan.work().stream().anyMatch(ResyncPlan.Everything.class::isInstance);
    }

    /**
     * A moment in which nothing changes; from then on everything travels. It lasts until it is
     * planned which names are in doubt: what travels is introduced accordingly.
     */
    private Planned begin(Copier work, long ofSession, Link link, Meeting.Copy copy, Tuple own)
            throws IOException, Cancelled {
        sender.lock.lock();
        try {
            open(work, ofSession, link);
            return plan(copy, own);
        } finally {
            sender.quiescing(false);
            sender.lock.unlock();
        }
    }

    private void open(Copier work, long ofSession, Link link) throws IOException, Cancelled {
        long deadline = System.nanoTime() + settings.lockTimeoutNanos();
        while (session == ofSession && logs.size() < 2) {
            inTime(sender.await(deadline), "the receiver's logs did not come");
        }
        sender.quiescing(true);
        while (session == ofSession
                && !(sender.underway.empty() && sender.flight().outstanding().unsent() == 0)) {
            inTime(sender.await(deadline), "an operation did not end");
        }
        if (session != ofSession) {
            throw new Cancelled();
        }
        copier = work;
        lastCheckpoint = 0;
        sender.open(ofSession, link, true, work::unseen);
    }

    private static void inTime(boolean yes, String why) throws IOException {
        if (!yes) {
            throw new IOException(why);
        }
    }

    /** How far the last one is. */
    CopyProgress progress() {
        return progress.now();
    }

    private record Planned(ResyncPlan plan, Refinement refinement) {}

    private Planned plan(Meeting.Copy copy, Tuple own) throws IOException {
        boolean point = copy == Meeting.Copy.SINCE_POINT;
        var mine =
                new ResyncPlan.Knowledge(
                        log.union(point ? own.logs().point() : own.logs().changes()),
                        log.union(own.logs().activity()));
        var theirs =
                new ResyncPlan.Knowledge(
                        translated(Signal.ExtentsPart.Which.CHANGES),
                        translated(Signal.ExtentsPart.Which.ACTIVITY));
        var receivers = new Extents();
        receivers.addAll(theirs.changes());
        receivers.addAll(theirs.activity());
        ResyncPlan plan = possible(ResyncPlan.of(copy, mine, theirs));
        return new Planned(plan, new Refinement(sender, log.fine().map(), receivers));
    }

    /** Everything instead of the names in doubt when they are not all that is in doubt. */
    private ResyncPlan possible(ResyncPlan plan) throws IOException {
        if (everything(plan)) {
            return plan;
        }
        var names = new HashSet<Entry>();
        plan.work().forEach(work -> named(work, names));
        if (HardLinks.among(tree, names)) {
            // A copy by names that follows an interrupted one would trust what that one has done.
            log.append(List.of(new LogRecord.Everything()), sender);
            var nothing = new ResyncPlan.Knowledge(new Extents(), new Extents());
            return ResyncPlan.of(Meeting.Copy.EVERYTHING, nothing, nothing);
        }
        sender.known.doubt(names::contains);
        return plan;
    }

    private static void named(ResyncPlan.Work work, Set<Entry> names) {
        if (work instanceof ResyncPlan.OneName(var entry)) {
            names.add(entry);
        }
    }

    /**
     * A log of the receiver in our ids. A file to which it gives no way had no name when it was
     * changed: the receiver has vouched that it is gone, or that its name is named.
     */
    private Extents translated(Signal.ExtentsPart.Which which) throws IOException {
        Extents theirs = logs.getOrDefault(which, ExtentFiles.everything());
        Map<FileId, Optional<FileId>> ids = new java.util.TreeMap<>();
        for (FileId file : LoggedFiles.of(theirs)) {
            Optional<Path> path = theirs.path(file);
            ids.put(file, path.isEmpty() ? Optional.empty() : LoggedFiles.at(tree, path.get()));
        }
        return theirs.translated(file -> ids.getOrDefault(file, Optional.empty()));
    }

    // ---- answers

    /** The receiver compared. With the sender's lock. */
    void answered(Signal.Differences differences) {
        Copier work = copier;
        if (work != null) {
            work.answered(differences);
        }
    }

    /** A checkpoint is on the receiver's disk; true when it was one of ours. */
    boolean checkpointed(long number) {
        var mine = new long[1];
        var last = new boolean[1];
        sender.locked(
                () -> {
                    boolean ours = copier != null && number <= Math.max(1, lastCheckpoint);
                    mine[0] = ours ? session : 0;
                    last[0] = ours && number == lastCheckpoint && sender.session() == session;
                    if (last[0]) {
                        copier = null;
                    }
                });
        if (last[0]) {
            copied.accept(mine[0]);
        }
        return mine[0] != 0;
    }
}
