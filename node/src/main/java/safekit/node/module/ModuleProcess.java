package safekit.node.module;

import java.io.IOException;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import safekit.core.bytes.Refusal;
import safekit.core.config.module.ModuleConfig;
import safekit.core.failover.Resources;
import safekit.core.generation.Tuple;
import safekit.core.mirror.Beat;
import safekit.core.mirror.Command;
import safekit.core.mirror.Effect;
import safekit.core.mirror.Event;
import safekit.core.mirror.LoopGate;
import safekit.core.mirror.MirrorState;
import safekit.core.mirror.Order;
import safekit.linux.clock.BootId;
import safekit.node.heartbeat.Heartbeats;
import safekit.node.heartbeat.Listener;
import safekit.node.store.KeptValues;
import safekit.node.store.ResourceStore;
import safekit.node.store.TupleFile;

/** All parts of one running module. {@link Main} has one; a test may have several in one JVM. */
public final class ModuleProcess {
    /** Exit code after an ordered end. */
    public static final int ENDED = 0;

    /** Exit code after a forced end: safeadmin cleans up as after a death. */
    public static final int FORCED = 10;

    /** Exit code when another process of the module runs, or a newer one began: nothing is left. */
    public static final int HELD = 3;

    private static final long FLUSH_MILLIS = 2000;

    private final ModuleSetup setup;
    private final Replication replication;
    private final Journal journal;
    private final ResourceStore store;
    private final TupleFile tuple;
    private final ResourceBoard board;
    private final KeptValues settings;
    private final Scripts scripts;
    private final MaxLoop maxLoop;
    private final Checkers checkers;
    private final SyncWatch sync;
    private final Edge edge;
    private final ModuleLoop loop;
    private final TaskRunner tasks;
    private final Heartbeats heartbeats;

    /**
     * How a process starts.
     *
     * @param incarnation greater than any used before by this module on this node; its lower 16
     *     bits are 0
     * @param receiver it ended as PRIM while its peer could take over
     * @param reservedNanos time during which safeadmin has promised a peer not to decide
     * @param failover whether automatic failover is on
     * @param order the command that starts it
     */
    public record Start(
            long incarnation,
            boolean receiver,
            long reservedNanos,
            boolean failover,
            Order order) {}

    /** Opens the data plane of a module, given what is durable on this node at any time. */
    @FunctionalInterface
    public interface DataPlane {
        /** Fails in plain words when a directory or the flow's network cannot be used. */
        Replication open(Supplier<Tuple> tuple) throws IOException;
    }

    /** Opens files and heartbeat ports; fails in plain words when one of them cannot be used. */
    public ModuleProcess(
            ModuleSetup setup,
            DataPlane dataPlane,
            Addresses addresses,
            Scripts scripts,
            Journal journal,
            Runnable reboot)
            throws IOException {
        this.setup = setup;
        this.scripts = scripts;
        this.journal = journal;
        ModuleConfig config = setup.config();
        store = new ResourceStore(setup.home().resources());
        store.clear();
        tuple = TupleFile.open(setup.home().tupleSlots(), setup.directories());
        replication = dataPlane.open(tuple::tuple);
        board = new ResourceBoard(store);
        settings = KeptValues.open(setup.home().userVar().resolve("usersetting"));
        maxLoop =
                new MaxLoop(
                        KeptValues.open(setup.home().userVar().resolve("loopcounter")),
                        config.service(),
                        board);
        checkers = new Checkers(config.checkers(), new HostNetwork(), this::tested);
        sync = syncWatch();
        edge = edge(addresses, reboot);
        loop =
                new ModuleLoop(
                        MirrorState.idle(setup.settings(), tuple.tuple()),
                        setup.settings().pulseNanos(),
                        edge,
                        setup.home().name());
        tasks =
                new TaskRunner(
                        scripts,
                        addresses,
                        replication,
                        (task, success, detail) ->
                                loop.raise(now -> new Event.TaskEnded(now, task, success, detail)));
        heartbeats =
                Heartbeats.open(
                        setup.identity(), setup.key(), setup.routes(), 0, new FromHeartbeats());
        edge.connect(loop, heartbeats, tasks);
        if (!heartbeats.anyOpen()) {
            throw new IOException("no heartbeat can use its local address: " + setup.routes());
        }
    }

    private SyncWatch syncWatch() throws IOException {
        return SyncWatch.open(
                setup.config().rfs(),
                setup.home().userVar().resolve("synctime"),
                board,
                line -> journal.write(line, 0));
    }

    private Edge edge(Addresses addresses, Runnable reboot) {
        var parts =
                new Edge.Parts(
                        journal,
                        board,
                        tuple,
                        replication,
                        scripts,
                        addresses,
                        maxLoop,
                        new Witness(setup.config().checkers()),
                        sync);
        return new Edge(parts, checkers, setup, reboot);
    }

    /** Starts the module; its first lines are in the log soon after. */
    public void start(Start start) throws IOException {
        scripts.pruneUserlogs();
        if (!tuple.warning().isEmpty()) {
            edge.trace("generation: " + tuple.warning());
        }
        replication.start(new FromReplication());
        loop.post(() -> userSettings(start.failover()));
        LoopGate.Passed _ = maxLoop.pass(start.order());
        checkers.start();
        long bootId = BootId.read();
        boolean anchorHolds = replication.anchorHolds(tuple.tuple());
        loop.start(
                now ->
                        new Event.Started(
                                now,
                                start.incarnation(),
                                tuple.tuple(),
                                bootId,
                                anchorHolds,
                                start.receiver(),
                                start.failover(),
                                start.reservedNanos(),
                                start.order()));
    }

    private void userSettings(boolean failover) {
        board.set("usersetting.failover", failover ? "on" : "off", "safekit");
        board.set("usersetting.checker", settings.text("checker", "on"), "safekit");
    }

    /** Waits for the end of the module: {@link #ENDED} or {@link #FORCED}; -1 while it runs. */
    public int awaitEnd(long timeoutMillis) throws InterruptedException {
        if (!loop.awaitEnd(timeoutMillis)) {
            return -1;
        }
        Effect.@Nullable Exit exit = edge.exit();
        return exit == null || exit.forced() ? FORCED : ENDED;
    }

    /** Closes everything; after a forced end too. */
    public void close() throws IOException {
        checkers.close();
        tasks.close();
        heartbeats.close();
        replication.close();
        tuple.close();
        store.close();
        journal.flush(FLUSH_MILLIS);
    }

    /** For tests and safeadmin's requests: the thread of decisions. */
    ModuleLoop loop() {
        return loop;
    }

    Edge edge() {
        return edge;
    }

    /** The data plane. */
    Replication replication() {
        return replication;
    }

    ResourceBoard board() {
        return board;
    }

    SyncWatch sync() {
        return sync;
    }

    MaxLoop maxLoop() {
        return maxLoop;
    }

    KeptValues settings() {
        return settings;
    }

    private void tested(String resource, String value, String checker) {
        loop.post(
                () -> {
                    if (board.set(resource, value, checker) && !value.equals(Resources.INIT)) {
                        edge.log(ResourceBoard.checked(resource, value, checker));
                    }
                });
    }

    private void tellAddress(String resource, boolean present) {
        String value = present ? Resources.UP : Resources.DOWN;
        boolean first = board.value(resource).isEmpty();
        if (board.set(resource, value, "heart") && !(first && present)) {
            edge.log(ResourceBoard.checked(resource, value, "heart"));
        }
    }

    private final class FromReplication implements Replication.Events {
        @Override
        public void raise(LongFunction<Event> event) {
            loop.raise(event);
        }

        @Override
        public void hung(String why) {
            loop.post(
                    () -> {
                        edge.trace("replication: " + why);
                        var order =
                                new Order(Command.stopstart, false, "called by nfsadmin", true, "");
                        edge.order(order, _ -> {});
                    });
        }
    }

    private final class FromHeartbeats implements Listener {
        @Override
        public void heard(int lan, Beat beat) {
            loop.raiseIfRoom(now -> new Event.BeatHeard(now, lan, beat));
        }

        @Override
        public void refused(int lan, Refusal refusal) {
            String ident = setup.routes().get(lan).ident();
            edge.trace("a datagram on heartbeat " + ident + " is refused: " + refusal.sentence());
        }

        @Override
        public void localAddress(int lan, boolean present) {
            String ident = setup.routes().get(lan).ident();
            loop.post(() -> tellAddress("heartbeatlocaladdr." + ident, present));
        }
    }
}
