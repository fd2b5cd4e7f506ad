package safekit.node.replication;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import safekit.core.generation.Meeting;
import safekit.core.generation.Tuple;
import safekit.core.mirror.Control;
import safekit.core.mirror.Effect.AckRule;
import safekit.core.mirror.Event;
import safekit.core.replication.LogRecord;
import safekit.core.replication.Outstanding;
import safekit.core.wire.Signal;
import safekit.linux.fuse.ChangeSink;

/**
 * The replication of one mirror module, as the module's loop drives it: one method for each effect
 * of the mirror machine, and events back to it (docs/generations.md section 3). Methods are called
 * by the one thread of that loop and return soon; long acts answer by their event. Nothing here
 * decides who may serve.
 */
public final class Replication implements AutoCloseable {
    private static final long TICK_MILLIS = 200;

    private final ReplicationSettings settings;
    private final TreeAccess tree;
    private final Consumer<Event> events;
    private final LongSupplier clock;
    private final Refusals refusals = new Refusals();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("replication ticks").factory());
    private final ExecutorService slow =
            Executors.newCachedThreadPool(
                    Thread.ofPlatform().daemon().name("replication syncs").factory());
    private final Endpoint endpoint;
    private final Sender sender;
    private final ChangeLog log;
    private final Primary primary;
    private final Secondary secondary;
    private final Connection connection;
    private final Reintegration reintegration;

    /** With the sender's lock. */
    private final Checkpoints checkpoints = new Checkpoints();

    private long drainToken;
    private long stalledSession;

    /**
     * Opens the replication port. Nothing is served or sent before the machine says so.
     *
     * @param clock CLOCK_BOOTTIME in nanoseconds
     */
    public Replication(
            ReplicationSettings settings,
            TreeAccess tree,
            Consumer<Event> events,
            LongSupplier clock,
            Report report)
            throws IOException {
        if (settings.encrypted()) {
            throw new IOException(
                    "the replication stream of this version is not encrypted, but the cluster has"
                            + " a key");
        }
        this.settings = settings;
        this.tree = tree;
        this.events = events;
        this.clock = clock;
        sender = new Sender(tree, clock, settings.extentSize());
        log =
                new ChangeLog(
                        new ExtentFiles(settings.logs(), settings.extentSize()),
                        settings.extentSize(),
                        this::fail);
        primary =
                new Primary(
                        tree,
                        sender,
                        log,
                        !settings.acknowledgeOnReceipt(),
                        2 * settings.lockTimeoutNanos(),
                        () -> stall("the secondary cannot be told what was done"));
        secondary =
                new Secondary(
                        tree,
                        settings.acknowledgeOnReceipt(),
                        settings.extentSize(),
                        slow,
                        this::fail);
        reintegration = new Reintegration(sender, tree, log, report, this::copied);
        endpoint = new Endpoint(settings, timer, refusals, report::note);
        var arrivals =
                new Arrivals(
                        this, settings, sender, secondary, reintegration, events, clock, report);
        connection = new Connection(settings, endpoint, refusals, report, arrivals);
        endpoint.accept(connection::accepted);
        ScheduledFuture<?> _ =
                timer.scheduleWithFixedDelay(
                        this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** What the file system of this replicated directory calls. */
    public ChangeSink sink(int directory) {
        return primary.sink(directory);
    }

    /** Messages and connections that were refused. */
    public long refused() {
        return refusals.count();
    }

    private void fail(String why) {
        events.accept(new Event.ReplicationFailed(clock.getAsLong(), why));
    }

    /** From now on operations are answered by this rule. */
    public void acknowledge(AckRule rule) {
        sender.locked(
                () ->
                        sender.rule(
                                switch (rule) {
                                    case ALONE -> Outstanding.Rule.ALONE;
                                    case PAIRED -> Outstanding.Rule.PAIRED;
                                    case NOTHING -> Outstanding.Rule.NOTHING;
                                }));
    }

    /** Refuses changes, waits for what is outstanding, syncs: {@link Event.Drained}. */
    public void drain(long token) {
        sender.locked(
                () -> {
                    drainToken = token;
                    primary.draining(true);
                });
        slow.execute(
                () -> {
                    if (drained(token)) {
                        syncThen(token, now -> new Event.Drained(now, token));
                    }
                });
    }

    private boolean drained(long token) {
        sender.lock.lock();
        try {
            waitQuiet(token);
            sender.sendTimes();
            waitQuiet(token);
            return drainToken == token;
        } finally {
            sender.lock.unlock();
        }
    }

    private void waitQuiet(long token) {
        while (drainToken == token
                && !(sender.underway.empty() && sender.flight().outstanding().empty())) {
            sender.changed.awaitUninterruptibly();
        }
    }

    /** Lifts a {@link #drain}. */
    public void reopen() {
        sender.locked(
                () -> {
                    drainToken = 0;
                    primary.draining(false);
                });
    }

    /** From now on first writes of extents are logged durably in this log. */
    public void track(int number) {
        log.act(sender, () -> log.track(number, sender));
    }

    /** Saves what was received and may not be on both disks: everything, for now. */
    public void saveReceived(int number) {
        log.act(sender, () -> log.save(number, List.of(new LogRecord.Everything())));
    }

    /** Deletes logs that no tuple points to. */
    public void forgetLogs(Tuple kept) {
        var numbers = new ArrayList<>(kept.logs().changes());
        numbers.addAll(kept.logs().activity());
        log.act(sender, () -> log.keep(numbers));
    }

    /** The tuple says durably that the log is not complete: changes go on without being logged. */
    public void degraded() {
        sender.locked(log::degrade);
    }

    /** Compares, copies, forwards, and answers {@link Event.Copied}. */
    public void copy(long session, Meeting.Copy plan, Tuple own) {
        connection.session(session);
        Link link = connection.current();
        if (link != null) {
            reintegration.start(session, plan, own, link);
        }
    }

    /** Sends our logs and accepts what is copied. */
    public void receive(long session, Tuple own) {
        connection.session(session);
        secondary.begin(session, true);
        Link link = connection.current();
        if (link != null) {
            log.act(sender, () -> reintegration.offerLogs(session, own, link));
        }
    }

    /** After a swap: operations of the session go out from now on. */
    public void lead(long session) {
        secondary.end();
        connection.session(session);
        Link link = connection.current();
        sender.locked(
                () -> {
                    checkpoints.clear();
                    drainToken = 0;
                    primary.draining(false);
                    sender.open(session, link, false, _ -> {});
                });
    }

    /** After a swap: operations of the session are received from now on. */
    public void follow(long session) {
        sender.locked(
                () -> {
                    sender.close();
                    sender.rule(Outstanding.Rule.NOTHING);
                });
        secondary.begin(session, false);
        connection.session(session);
    }

    /** Ends sending or receiving. */
    public void endSession() {
        connection.session(0);
        secondary.end();
        sender.locked(
                () -> {
                    sender.close();
                    checkpoints.clear();
                });
    }

    /** Applies everything received and syncs: {@link Event.Settled}. */
    public void settle(long token) {
        slow.execute(
                () -> {
                    if (secondary.settled()) {
                        syncThen(token, now -> new Event.Settled(now, token));
                    } else {
                        settleFailed(token, "what was received could not be applied");
                    }
                });
    }

    private void syncThen(long token, LongFunction<Event> done) {
        sync(() -> events.accept(done.apply(clock.getAsLong())), why -> settleFailed(token, why));
    }

    private void settleFailed(long token, String why) {
        events.accept(new Event.SettleFailed(clock.getAsLong(), token, why));
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

    /** Syncs both disks up to here: {@link Event.Checkpointed}. */
    public void checkpoint(long token) {
        Checkpoints.Wanted wanted = Checkpoints.wanted(sender, token);
        slow.execute(
                () -> {
                    if (checkpoints.mark(sender, wanted)) {
                        sender.awaitDoneUpTo(wanted.after());
                        sync(() -> half(wanted.number()), this::fail);
                    }
                });
    }

    /** One of the two disks has it. */
    void half(long number) {
        sender.locked(
                () -> {
                    long token = checkpoints.half(number);
                    if (token != Checkpoints.NONE) {
                        events.accept(new Event.Checkpointed(clock.getAsLong(), token));
                    }
                });
    }

    /** Tells the secondary that a checkpoint is complete. */
    public void retire(long token) {
        sender.locked(
                () ->
                        checkpoints
                                .retire(token)
                                .forEach(number -> sender.put(new Signal.Retire(number))));
    }

    /** Connects to the serving peer: {@link Event.StreamUp} or {@link Event.StreamDown}. */
    public void openStream() {
        connection.open(
                () -> events.accept(new Event.StreamUp(clock.getAsLong())),
                why -> events.accept(new Event.StreamDown(clock.getAsLong(), why)));
    }

    /** Closes the stream when what was put on it is sent. */
    public void closeStream() {
        connection.session(0);
        connection.close(timer);
    }

    /** Sends it behind everything sent before. */
    public void sendControl(Control control) {
        if (control instanceof Control.Begin begin) {
            connection.session(begin.session());
            reintegration.expect(begin.session());
        }
        connection.control(control);
    }

    private void copied(long session) {
        events.accept(new Event.Copied(clock.getAsLong(), session));
    }

    void stall(String why) {
        long session = sender.session();
        if (session != 0 && session != stalledSession) {
            stalledSession = session;
            events.accept(new Event.Stalled(clock.getAsLong(), session, why));
        }
    }

    private void tick() {
        sender.locked(
                () -> {
                    if (!sender.congested()) {
                        sender.sendTimes();
                    }
                    long oldest = sender.flight().outstanding().oldestUnconfirmed();
                    boolean waits = sender.rule() == Outstanding.Rule.PAIRED;
                    if (waits && clock.getAsLong() - oldest > settings.lockTimeoutNanos()) {
                        stall("an operation waits longer than locktimeout");
                    }
                });
        Link link = connection.current();
        if (link != null && link.stuckFor(System.nanoTime()) > settings.sendTimeoutNanos()) {
            stall("a packet waits longer than sendtimeout");
        }
    }

    /** Ends everything at once: the process ends. */
    @Override
    public void close() {
        endpoint.close();
        connection.close(timer);
        acknowledge(AckRule.NOTHING);
        endSession();
        secondary.close();
        sender.locked(() -> drainToken = 0);
        timer.shutdownNow();
        slow.shutdownNow();
        log.act(sender, log::close);
    }
}
