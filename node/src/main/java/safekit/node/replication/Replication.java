package safekit.node.replication;

import java.io.IOException;
import java.util.Optional;
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
import safekit.core.replication.Extents;
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
    private final Report report;
    private final Consumer<Event> events;
    private final LongSupplier clock;
    private final Refusals refusals = new Refusals();
    private final Traffic traffic = new Traffic();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("replication ticks").factory());
    private final ExecutorService slow =
            Executors.newCachedThreadPool(
                    Thread.ofPlatform().daemon().name("replication syncs").factory());
    private final Endpoint endpoint;
    private final Sender sender;
    private final Meter meter;
    private final ChangeLog log;
    private final Primary primary;
    private final Secondary secondary;
    private final Connection connection;
    private final Reintegration reintegration;
    private final Verifications verifications;
    private final Inquiries inquiries;

    private final Barriers barriers;
    private volatile long stalledSession;

    /** The session in which this node follows the primary, 0 = none. */
    private volatile long following;

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
        this.settings = settings;
        this.tree = tree;
        this.report = report;
        this.events = events;
        this.clock = clock;
        sender = new Sender(tree, clock, settings.extentSize(), traffic);
        meter = new Meter(traffic, sender, System.nanoTime());
        log = ChangeLog.of(settings, this::fail);
        primary = new Primary(tree, sender, log, settings, this::apart);
        verifications = new Verifications(sender, tree, settings.copy(), report);
        secondary =
                new Secondary(
                        tree,
                        settings.acknowledgeOnReceipt(),
                        slow,
                        report::received,
                        new BroughtFiles(tree, report),
                        this::fail,
                        verifications.found());
        reintegration = new Reintegration(sender, tree, log, settings, report, this::copied);
        barriers = new Barriers(sender, primary, secondary, tree, slow, this::raise, settings);
        endpoint = new Endpoint(settings, timer, refusals, report::note);
        var arrivals =
                new Arrivals(
                        this,
                        settings,
                        sender,
                        secondary,
                        reintegration,
                        barriers,
                        report,
                        verifications);
        connection = new Connection(settings, endpoint, refusals, traffic, report, arrivals);
        inquiries =
                new Inquiries(
                        sender,
                        tree,
                        log,
                        reintegration,
                        verifications,
                        () -> verifications.ask(connection.current(), following));
        begin();
    }

    private void begin() {
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

    /** What the stream did since the call before; by one thread. */
    public Figures figures() {
        return meter.figures(System.nanoTime());
    }

    /** Gives an event to the machine, with the time of now. */
    void raise(LongFunction<Event> event) {
        events.accept(event.apply(clock.getAsLong()));
    }

    private void fail(String why) {
        raise(now -> new Event.ReplicationFailed(now, why));
    }

    /** From now on operations are answered by this rule. */
    public void acknowledge(AckRule rule) {
        if (rule == AckRule.PAIRED) {
            log.act(sender, log.fine()::end);
        }
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
    public void drain(long token, Tuple own) {
        barriers.drain(token, () -> keepFineMap(own));
    }

    private void keepFineMap(Tuple own) {
        try {
            log.fine().save(own);
        } catch (IOException failed) {
            report.note("extents instead of blocks will be compared: " + failed.getMessage());
        }
    }

    /** Lifts a {@link #drain}. */
    public void reopen() {
        log.act(sender, log.fine()::discard);
        sender.locked(barriers::lift);
    }

    /**
     * From now on first writes of extents are logged durably in this log.
     *
     * @param own the durable tuple
     */
    public void track(int number, Tuple own) {
        log.act(sender, () -> log.track(number, own, sender));
    }

    /** Deletes logs that no tuple points to. */
    public void forgetLogs(Tuple kept) {
        log.act(sender, () -> log.keep(kept.logs().all()));
    }

    /** The tuple says durably that the log is not complete: changes go on without being logged. */
    public void degraded() {
        log.act(sender, log::degrade);
    }

    /** Compares, copies, forwards, and answers {@link Event.Copied}. */
    public void copy(long session, Meeting.Copy plan, Tuple own) {
        copy(session, plan, own, 0);
    }

    /**
     * As above, for {@link Meeting.Copy#SINCE_DATE} with a date.
     *
     * @param since seconds of the Unix epoch
     */
    public void copy(long session, Meeting.Copy plan, Tuple own, long since) {
        connection.session(session);
        Link link = connection.current();
        if (link != null) {
            reintegration.start(session, plan, own, since, link);
        }
    }

    /**
     * Sends our logs and accepts what is copied.
     *
     * @param order where the changes go that the sender never had; empty when it had them all
     */
    public void receive(long session, Tuple own, Optional<Quarantine.Order> order) {
        log.act(sender, log.fine()::end);
        connection.session(session);
        following = session;
        var keeper = new Keeper[] {Keeper.NONE};
        if (order.isPresent()) {
            log.act(sender, () -> keeper[0] = quarantine(order.get(), own));
        }
        secondary.begin(session, true, keeper[0]);
        Link link = connection.current();
        if (link != null) {
            log.act(sender, () -> reintegration.offerLogs(session, own, link));
        }
    }

    /** By what our logs say; without them by file. */
    private Keeper quarantine(Quarantine.Order order, Tuple own) throws IOException {
        Extents ours = ExtentFiles.everything();
        if (!order.heading().byFile()) {
            ours = log.union(own.logs().changes());
            ours.addAll(log.union(own.logs().activity()));
        }
        return Quarantine.of(order, tree, ours, settings.extentSize());
    }

    /** After a swap: operations of the session go out from now on. */
    public void lead(long session) {
        log.act(sender, log.fine()::end);
        following = 0;
        verifications.found().broken();
        secondary.end();
        connection.session(session);
        Link link = connection.current();
        sender.locked(
                () -> {
                    barriers.forgetCheckpoints();
                    barriers.lift();
                    sender.open(session, link, false, _ -> {});
                });
    }

    /** After a swap: operations of the session are received from now on. */
    public void follow(long session) {
        log.act(sender, log.fine()::end);
        sender.locked(
                () -> {
                    sender.close();
                    sender.rule(Outstanding.Rule.NOTHING);
                });
        following = session;
        secondary.begin(session, false, Keeper.NONE);
        connection.session(session);
    }

    /** What can be asked about the data. */
    public Inquiries inquiries() {
        return inquiries;
    }

    /** Ends sending or receiving. */
    public void endSession() {
        following = 0;
        verifications.found().broken();
        connection.session(0);
        secondary.end();
        sender.locked(
                () -> {
                    reintegration.end();
                    sender.close();
                    barriers.forgetCheckpoints();
                });
    }

    /** Applies everything received and syncs: {@link Event.Settled}. */
    public void settle(long token) {
        barriers.settle(token);
    }

    /** Waits for the changes that began before the current log, syncs: {@link Event.Settled}. */
    public void capture(long token) {
        barriers.capture(token);
    }

    /** Syncs both disks up to here: {@link Event.Checkpointed}. */
    public void checkpoint(long token) {
        barriers.checkpoint(token);
    }

    /** Tells the secondary that a checkpoint is complete. */
    public void retire(long token) {
        sender.locked(
                () ->
                        barriers.retire(token)
                                .forEach(number -> sender.put(new Signal.Retire(number))));
    }

    /** Connects to the serving peer: {@link Event.StreamUp} or {@link Event.StreamDown}. */
    public void openStream() {
        connection.open(
                () -> raise(Event.StreamUp::new),
                why -> raise(now -> new Event.StreamDown(now, why)));
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
        raise(now -> new Event.Copied(now, session));
    }

    private void apart() {
        stall("the secondary cannot be told what was done");
    }

    void stall(String why) {
        long session = sender.session();
        if (session != 0 && session != stalledSession) {
            stalledSession = session;
            raise(now -> new Event.Stalled(now, session, why));
        }
    }

    /** A timer would forget a bug, and itself with it. */
    private void tick() {
        try {
            look();
        } catch (RuntimeException | Error bug) {
            Fatal.end(bug);
            throw bug;
        }
    }

    private void look() {
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
        sender.locked(barriers::lift);
        timer.shutdown();
        slow.shutdownNow();
        log.act(sender, log::close);
    }
}
