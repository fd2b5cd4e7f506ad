package safekit.node.replication;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import safekit.core.generation.Logs;
import safekit.core.generation.Meeting;
import safekit.core.generation.Standing;
import safekit.core.generation.Tuple;
import safekit.core.mirror.Control;
import safekit.core.mirror.Effect.AckRule;
import safekit.core.mirror.Event;

/** Two engines on one machine over loopback TCP, driven as the mirror machine drives them. */
final class Pair implements AutoCloseable {
    private static final long AGAIN = 2_000_000_000;

    final Path base;
    final int[] ports;
    Host primary;
    Host secondary;
    Logs primaryLogs = new Logs(List.of(1), List.of());
    Logs secondaryLogs = Logs.NONE;
    long session = 100;

    /** Where the secondary keeps what is overwritten. */
    Optional<Quarantine.Order> order = Optional.empty();

    private int nextLog = 2;
    private final Host.Options options;

    Pair(Host.Options options) throws IOException {
        this.options = options;
        base = Files.createTempDirectory(Path.of("/var/tmp"), "safekit-repl");
        ports = new int[] {freePort(), freePort()};
        primary = new Host(0, base, ports, options);
        secondary = new Host(1, base, ports, options);
    }

    /** Below the ports that the kernel gives to connections, so that none of them takes it. */
    static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 30_000);
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                Thread.onSpinWait();
            }
        }
    }

    /** The primary serves alone. */
    void alone() throws IOException {
        primary.replication.track(1, tuple(primaryLogs));
        primary.replication.acknowledge(AckRule.ALONE);
        primary.mount();
    }

    Tuple tuple(Logs logs) {
        return tupleOf(logs);
    }

    static Tuple tupleOf(Logs logs) {
        Tuple e = Tuple.empty(1);
        return new Tuple(
                1,
                0,
                e.offered(),
                e.history(),
                Standing.SOLE,
                true,
                true,
                logs,
                e.lastRole(),
                e.roleAtLastStop(),
                "",
                1,
                0,
                e.boot(),
                e.policy());
    }

    /** As {@link #copy}, of what the activities of both name; the sender's tuple keeps its own. */
    void copyActivities() {
        Logs before = primaryLogs;
        join();
        var activity = new java.util.ArrayList<>(before.activity());
        activity.addAll(primaryLogs.activity());
        primaryLogs = new Logs(primaryLogs.changes(), activity);
        primary.replication.copy(session, Meeting.Copy.ACTIVITIES, tuple(primaryLogs));
        endCopy();
    }

    /** The receiver joins and copying begins. */
    void beginCopy(Meeting.Copy plan) {
        join();
        primary.replication.copy(session, plan, tuple(primaryLogs));
    }

    /** The secondary calls and says so: then the primary's side of the stream is there, too. */
    void connect() {
        secondary.replication.openStream();
        secondary.await(Event.StreamUp.class);
        secondary.replication.sendControl(new Control.Join(secondary.beat(tuple(secondaryLogs))));
        primary.await(Event.ControlHeard.class, heard -> heard.control() instanceof Control.Join);
    }

    private void join() {
        session++;
        connect();
        int log = nextLog++;
        primary.replication.track(log, tuple(primaryLogs));
        var changes = new java.util.ArrayList<>(primaryLogs.changes());
        changes.add(log);
        primaryLogs = new Logs(changes, List.of(log));
        begin(new Control.Begin(session, primary.beat(tuple(primaryLogs))));
        Tuple receiver = tuple(secondaryLogs);
        secondary.replication.sendControl(new Control.Begun(session, receiver));
        secondary.replication.receive(session, receiver, order);
        primary.await(Event.ControlHeard.class, heard -> heard.control() instanceof Control.Begun);
    }

    /** Again while the primary has not yet taken the connection that the secondary made. */
    private void begin(Control.Begin begin) {
        Predicate<Event.ControlHeard> heard =
                event -> event.control() instanceof Control.Begin b && b.session() == session;
        var sent = new long[] {System.nanoTime() - AGAIN};
        Host.until(
                () -> {
                    if (System.nanoTime() - sent[0] >= AGAIN) {
                        sent[0] = System.nanoTime();
                        primary.replication.sendControl(begin);
                    }
                    return secondary.heard(Event.ControlHeard.class, heard);
                });
        secondary.await(Event.ControlHeard.class, heard);
    }

    /** What follows when everything was copied: both are one. */
    void endCopy() {
        try {
            primary.await(Event.Copied.class, copied -> copied.session() == session);
        } catch (AssertionError missing) {
            throw new AssertionError(missing.getMessage() + "; secondary " + secondary, missing);
        }
        primary.replication.settle(7);
        primary.await(Event.Settled.class);
        primary.replication.acknowledge(AckRule.PAIRED);
        primary.replication.sendControl(new Control.Shared(session, tuple(primaryLogs)));
        secondary.await(
                Event.ControlHeard.class, heard -> heard.control() instanceof Control.Shared);
        secondary.replication.settle(8);
        secondary.await(Event.Settled.class);
    }

    void copy(Meeting.Copy plan) {
        beginCopy(plan);
        endCopy();
    }

    void checkpoint() {
        int log = nextLog++;
        primary.replication.track(log, tuple(primaryLogs));
        primary.replication.checkpoint(log);
        primary.await(Event.Checkpointed.class, done -> done.token() == log);
        primary.replication.retire(log);
    }

    /** The primary goes on alone, as after a mint; the receiver's process goes away. */
    void loseSecondary() throws IOException {
        secondary.close();
        primary.await(Event.StreamDown.class);
        primary.replication.endSession();
        primary.replication.closeStream();
        primary.replication.acknowledge(AckRule.ALONE);
        secondary = new Host(secondary.node, base, ports, options);
    }

    /** The primary's process dies in the middle of things and is started again, alone. */
    void crashPrimary() throws IOException {
        primary.close();
        secondary.await(Event.StreamDown.class);
        secondary.replication.endSession();
        secondary.replication.closeStream();
        primary = new Host(primary.node, base, ports, options);
        alone();
    }

    /** The primary's process dies; the secondary goes on alone, the other one starts again. */
    void takeOver() throws IOException {
        primary.close();
        secondary.await(Event.StreamDown.class);
        secondary.replication.endSession();
        secondary.replication.closeStream();
        secondary.replication.settle(9);
        secondary.await(Event.Settled.class);
        Host successor = secondary;
        secondary = new Host(primary.node, base, ports, options);
        primary = successor;
        int log = nextLog++;
        primaryLogs = new Logs(List.of(log), List.of());
        secondaryLogs = Logs.NONE;
        primary.replication.track(log, tuple(primaryLogs));
        primary.replication.acknowledge(AckRule.ALONE);
        primary.mount();
    }

    /** The two part: the primary goes on alone under a new id, in a new log. */
    void part() throws IOException {
        checkpoint();
        onlyNewLogs();
        primary.replication.forgetLogs(tuple(primaryLogs));
        loseSecondary();
        goOnInNewLog();
    }

    private void goOnInNewLog() {
        int log = nextLog++;
        primary.replication.track(log, tuple(primaryLogs));
        var changes = new java.util.ArrayList<>(primaryLogs.changes());
        changes.add(log);
        primaryLogs = new Logs(changes, List.of());
        primary.replication.reopen();
        primary.replication.acknowledge(AckRule.ALONE);
        primary.replication.forgetLogs(tuple(primaryLogs));
    }

    /** The lone primary stops in order. */
    void stopPrimary() throws IOException {
        primary.replication.drain(77, tuple(primaryLogs));
        primary.await(Event.Drained.class);
        killPrimary();
    }

    void killPrimary() throws IOException {
        primary.close();
    }

    /** And starts again, still alone. */
    void startPrimary() throws IOException {
        primary = new Host(primary.node, base, ports, options);
        goOnInNewLog();
        primary.mount();
    }

    /** The secondary, its process new, served for a time and has a log of that. */
    void secondaryServes(Serving application) throws IOException {
        int log = nextLog++;
        secondary.replication.track(log, tuple(secondaryLogs));
        secondary.replication.acknowledge(AckRule.ALONE);
        secondary.mount();
        application.run();
        secondary.replication.drain(78, tuple(secondaryLogs));
        secondary.await(Event.Drained.class);
        secondary.close();
        secondaryLogs = new Logs(List.of(log), List.of(log));
        secondary = new Host(secondary.node, base, ports, options);
    }

    interface Serving {
        void run() throws IOException;
    }

    /** The tuple names only the logs since the last checkpoint, as after a mint. */
    void onlyNewLogs() {
        primaryLogs = new Logs(List.of(nextLog - 1), List.of());
    }

    /** Nothing changes any more and everything is applied. */
    void quiesce() throws IOException {
        primary.replication.drain(99, tuple(primaryLogs));
        try {
            primary.await(Event.Drained.class);
        } catch (AssertionError missing) {
            throw new AssertionError(missing.getMessage() + "; secondary " + secondary, missing);
        }
        secondary.replication.settle(98);
        secondary.await(Event.Settled.class);
    }

    @Override
    public void close() throws IOException {
        secondary.close();
        primary.close();
        try (var files = Files.walk(base)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
