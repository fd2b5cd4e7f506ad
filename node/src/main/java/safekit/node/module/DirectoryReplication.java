package safekit.node.module;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import safekit.core.base.Check;
import safekit.core.bytes.Bytes;
import safekit.core.config.module.Rfs;
import safekit.core.generation.Meeting;
import safekit.core.generation.Tuple;
import safekit.core.message.Message;
import safekit.core.mirror.Control;
import safekit.core.mirror.Effect;
import safekit.core.mirror.Event;
import safekit.core.quarantine.ManifestLine;
import safekit.linux.clock.BootClock;
import safekit.linux.fuse.FuseOptions;
import safekit.linux.mount.Fence;
import safekit.linux.process.OpenPaths;
import safekit.linux.process.ProcessEntry;
import safekit.node.quarantine.Quarantines;
import safekit.node.replication.CopyProgress;
import safekit.node.replication.Figures;
import safekit.node.replication.Quarantine;
import safekit.node.replication.ReplicatedDirectories;
import safekit.node.replication.ReplicationSettings;
import safekit.node.replication.Report;

/** The data plane of a module with {@code <rfs>}: its directories and the stream to the peer. */
final class DirectoryReplication implements Replication {
    private final ReplicationSettings settings;
    private final Supplier<Tuple> tuple;
    private final Journal journal;
    private final String module;
    private final Quarantines kept;
    private final ReplicatedDirectories served;
    private safekit.node.replication.@Nullable Replication engine;
    private final FuseOptions options;
    private final int directories;
    private final Rfs rfs;
    private @Nullable Events events;
    private volatile String policy = "";
    private volatile Tuple sender = Tuple.empty(0);
    private volatile boolean failed;

    /**
     * Opens the directories and fences what holds paired data.
     *
     * @param tuple what is durable on this node, at any time
     */
    DirectoryReplication(
            ModuleSetup setup, long incarnation, Supplier<Tuple> tuple, Journal journal)
            throws IOException {
        this.tuple = tuple;
        this.journal = journal;
        rfs = Objects.requireNonNull(setup.config().rfs());
        settings = RfsSettings.settings(setup, rfs, incarnation);
        module = setup.home().name();
        kept = new Quarantines(setup.home().quarantine());
        options = RfsSettings.options(rfs);
        directories = rfs.directories().size();
        served =
                ReplicatedDirectories.open(
                        rfs.directories().stream().map(each -> Path.of(each.directory())).toList(),
                        RfsSettings.selection(rfs, journal));
        Files.deleteIfExists(setup.home().opened());
        if (tuple.get().guarded()) {
            served.fence();
        }
    }

    @Override
    public void start(Events events) throws IOException {
        this.events = events;
        engine =
                new safekit.node.replication.Replication(
                        settings,
                        served.tree(),
                        event -> raise(events, event),
                        BootClock::nanos,
                        new Lines());
    }

    private void raise(Events events, Event event) {
        if (event instanceof Event.ReplicationFailed) {
            failed = true;
        }
        if (event instanceof Event.ControlHeard(long _, Control.Begin begin)) {
            sender = begin.sender().tuple();
        }
        if (event instanceof Event.ControlHeard(long _, Control.Granted _)) {
            journal.write(Message.REINTEGRATION_ENDED.line(policy), 0);
        }
        events.raise(_ -> event);
    }

    @Override
    public void execute(Effect effect) {
        safekit.node.replication.Replication to = engine();
        switch (effect) {
            case Effect.SendBeat(var beat) -> to.sendControl(new Control.Pulse(beat));
            case Effect.SendControl(var control) -> to.sendControl(control);
            case Effect.OpenStream _ -> to.openStream();
            case Effect.CloseStream _ -> to.closeStream();
            case Effect.Acknowledge(var rule) -> acknowledge(to, rule);
            case Effect.Track(int log) -> {
                failed = false;
                to.track(log, tuple.get());
            }
            case Effect.ForgetLogs(var kept) -> to.forgetLogs(kept);
            case Effect.Copy copy -> {
                long since = copy.receiver().policy().since();
                to.copy(copy.session(), plan(copy.plan()), tuple.get(), since);
            }
            case Effect.Receive(long session) -> {
                beginsToReceive();
                to.receive(session, tuple.get(), quarantine());
            }
            case Effect.Lead(long session) -> to.lead(session);
            case Effect.Follow(long session) -> to.follow(session);
            case Effect.EndSession _ -> to.endSession();
            case Effect.Settle(long token) -> to.settle(token);
            case Effect.Capture(long token) -> to.capture(token);
            case Effect.Drain(long token) -> to.drain(token, tuple.get());
            case Effect.Checkpoint(long token) -> to.checkpoint(token);
            case Effect.Retire(long token) -> to.retire(token);
            case Effect.Reopen _ -> to.reopen();
            case Effect.WriteAnchor(long anchor, long previous) -> anchor(anchor, previous);
            default -> Check.that(false, "no effect of the replication: " + effect);
        }
    }

    /** Where this node's changes go when the sender has never had them. */
    private Optional<Quarantine.Order> quarantine() {
        Tuple own = tuple.get();
        if (!Meeting.discards(sender, own)) {
            return Optional.empty();
        }
        boolean byFile = Meeting.copy(sender, own) == Meeting.Copy.EVERYTHING;
        var heading =
                new ManifestLine.Heading(
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                        own.id(),
                        sender.id(),
                        byFile,
                        "both servers went on by themselves, the data of the other one is kept");
        var roots = new ArrayList<ManifestLine.Root>();
        for (int i = 0; i < directories; i++) {
            byte[] path = served.path(i).toString().getBytes(StandardCharsets.UTF_8);
            roots.add(new ManifestLine.Root(i, Bytes.copyOf(path)));
        }
        return Optional.of(
                new Quarantine.Order(kept, heading, roots, line -> journal.write(line, 0)));
    }

    /** The lines of spec 04 section 5 that belong to the secondary. */
    private void beginsToReceive() {
        policy =
                switch (plan(Meeting.copy(sender, tuple.get()))) {
                    case EVERYTHING -> "full";
                    case SINCE_POINT -> "external";
                    case ACTIVITIES, SENDER_CHANGES, ALL_CHANGES, SINCE_DATE -> "synchronize";
                };
        for (int i = 0; i < directories; i++) {
            journal.write(Message.UPDATING_DIRECTORY.line(served.path(i)), 0);
        }
    }

    /** {@code namespacepolicy="0"}: the logs are not used, everything is compared. */
    private Meeting.Copy plan(Meeting.Copy byTheLogs) {
        boolean asked = byTheLogs == Meeting.Copy.SINCE_DATE;
        return asked || rfs.reintegration().zones() ? byTheLogs : Meeting.Copy.EVERYTHING;
    }

    /** Once the tuple says durably that the log is incomplete, changes need not be logged. */
    private void acknowledge(safekit.node.replication.Replication to, Effect.AckRule rule) {
        if (failed && rule == Effect.AckRule.ALONE && !tuple.get().logValid()) {
            to.degraded();
        }
        to.acknowledge(rule);
    }

    private void anchor(long anchor, long previous) {
        try {
            served.writeAnchor(anchor, previous);
        } catch (IOException e) {
            throw new UncheckedIOException("a replicated directory cannot be marked", e);
        }
    }

    @Override
    public boolean anchorHolds(Tuple known) {
        try {
            return known.anchor() == 0 || served.anchorHolds(known.anchor());
        } catch (IOException e) {
            throw new UncheckedIOException("the mark of a replicated directory", e);
        }
    }

    @Override
    public long refused() {
        return engine().refused();
    }

    /** What is open now is open below the mount to come. */
    private void warnOfUsers() {
        try {
            for (int i = 0; i < rfs.directories().size(); i++) {
                for (ProcessEntry process : OpenPaths.users(served.path(i))) {
                    journal.ofTask(
                            Message.USED_BY_PROCESS.line(
                                    process.id(), process.name(), served.path(i)));
                }
            }
        } catch (IOException unreadable) {
            journal.trace("who has files open cannot be read: " + unreadable.getMessage(), 0);
        }
    }

    /** {@code <tocheck>}: an empty directory that a file system should cover is no data. */
    @Override
    public void check() throws IOException {
        warnOfUsers();
        for (int i = 0; i < directories; i++) {
            for (String way : rfs.directories().get(i).mustExist()) {
                if (!served.exists(i, way)) {
                    throw new IOException(
                            "%s/%s does not exist (tocheck)".formatted(served.path(i), way));
                }
            }
        }
    }

    @Override
    public Optional<Figures> figures() {
        return Optional.of(engine().figures());
    }

    @Override
    public CopyProgress progress() {
        return engine().inquiries().progress();
    }

    @Override
    public String begin(DataQuestion question) {
        return answers().begin(question);
    }

    @Override
    public DataAnswer answer(DataQuestion question, int from) {
        return answers().answer(question, from);
    }

    private DataAnswers answers() {
        return new DataAnswers(
                engine().inquiries(), tuple, served::path, settings.copy().bytesPerSecond());
    }

    @Override
    public void mount() throws IOException {
        served.mount(
                module,
                engine()::sink,
                options,
                fault -> journal.trace("file system: " + fault, 0));
        served.watch(
                rfs.timeouts().checkInterval(),
                rfs.timeouts().check(),
                Objects.requireNonNull(events)::hung);
    }

    /** Data that was never paired is not fenced: the administrator may change it while stopped. */
    @Override
    public void unmount() throws IOException {
        served.unmount();
        if (!tuple.get().guarded()) {
            for (int i = 0; i < directories; i++) {
                boolean _ = Fence.lift(served.path(i));
            }
        }
    }

    /** The engine reads the trees until it is closed: their descriptors go last. */
    @Override
    public void close() {
        try {
            served.unmount();
            if (engine != null) {
                engine.close();
            }
            served.close();
        } catch (IOException e) {
            throw new UncheckedIOException("a replicated directory stays mounted", e);
        }
    }

    private safekit.node.replication.Replication engine() {
        return Objects.requireNonNull(engine);
    }

    /** The log lines of a reintegration (spec 04 section 5). */
    private final class Lines implements Report {
        @Override
        public void updating(int directory) {
            journal.trace("compares " + served.path(directory), 0);
        }

        @Override
        public void copied(Sent sent) {
            String what = sent.everything() ? "everything" : "what changed";
            journal.trace(
                    "brought %s over: compared %d bytes, sent %d of %d files"
                            .formatted(what, sent.compared(), sent.bytes(), sent.files()),
                    0);
        }

        @Override
        public void received(Statistics s) {
            if (s.files() > 0) {
                long rate = Math.round(s.bytes() / 1024.0 / Math.max(s.seconds(), 0.001));
                journal.write(
                        Message.COPIED.line(s.bytes(), s.files(), Math.round(s.seconds()), rate),
                        0);
            }
        }

        @Override
        public boolean detailed() {
            return rfs.reintegration().detail();
        }

        @Override
        public void brought(safekit.core.replication.Path file) {
            var way = new StringBuilder(served.path(file.root().generation()).toString());
            file.names().forEach(name -> way.append('/').append(name));
            journal.write(Message.FILE_COPIED.line(way), 0);
        }

        @Override
        public void note(String sentence) {
            journal.trace("replication: " + sentence, 0);
        }
    }

    /** The data plane that the configuration asks for. */
    static Replication of(
            ModuleSetup setup, long incarnation, Supplier<Tuple> tuple, Journal journal)
            throws IOException {
        return setup.config().rfs() == null
                ? new NoReplication()
                : new DirectoryReplication(setup, incarnation, tuple, journal);
    }
}
