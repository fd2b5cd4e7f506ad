package safekit.sim;

import java.util.List;
import org.jspecify.annotations.Nullable;
import safekit.core.generation.Meeting;
import safekit.core.mirror.Effect.AckRule;
import safekit.core.mirror.Event;
import safekit.core.replication.Outstanding;

/**
 * The replication of one module process: the application's writes on one side, the secondary's
 * queue on the other, and what the mirror machine orders. Volatile, except for the disk.
 */
final class DataPlane {
    /** The checkpoint that ends the copying of a reintegration; the first opens the session. */
    private static final long COPIED = 2;

    private final Host host;
    private final World world;
    private final Disk disk;

    private final Logbook logbook;
    private final Changes changes;
    private Answers answers;
    private boolean forwards;

    private long session;
    private boolean receiving;
    private Follower follower;

    private final Copying copying;
    private long drainToken;
    private final Checkpointing checkpoints;
    private final Syncs syncs;
    private final Failures failures = new Failures();

    DataPlane(Host host, World world, Disk disk) {
        this.host = host;
        this.world = world;
        this.disk = disk;
        this.logbook = new Logbook(world, disk);
        this.changes = new Changes(host, world, this);
        this.copying = new Copying(host, world, this, changes);
        this.checkpoints = new Checkpointing(host, world, this, changes, this::syncFails);
        this.syncs = new Syncs(host, world);
        this.answers = new Answers(world);
        this.follower = new Follower(host, world, disk, 0, false);
    }

    /** The process is gone, perhaps with the power. */
    List<Integer> lost(boolean power) {
        var numbers = follower.queued();
        logbook.lost(power, host.draw());
        changes.lost();
        answers = new Answers(world);
        forwards = false;
        follower = new Follower(host, world, disk, 0, false);
        session = 0;
        receiving = false;
        copying.forget();
        drainToken = 0;
        checkpoints.forget();
        syncs.lost();
        failures.processEnded();
        return numbers;
    }

    boolean queued(int number) {
        return follower.queued().contains(number);
    }

    boolean queuedBlock(int block) {
        return follower.queuedBlock(block);
    }

    /** The secondary works its queue off, now and then. */
    void apply(int atMost) {
        follower.apply(atMost);
    }

    boolean quiet() {
        return answers.empty() && changes.none() && !logbook.busy();
    }

    long session() {
        return session;
    }

    long newest() {
        return answers.newest();
    }

    boolean doneUpTo(long sequence) {
        return answers.doneUpTo(sequence);
    }

    // ---- the application

    void write(int place) {
        changes.want(Layout.one(place));
    }

    /** Any change. */
    void change(Draw draw) {
        changes.want(Layout.drawn(draw));
    }

    /** Whether a change may begin now. */
    boolean admits() {
        return host.runs()
                && host.application().mounted()
                && !failures.logIsBroken()
                && !copying.quiescing()
                && answers.accepts();
    }

    boolean unlogged() {
        return failures.unlogged();
    }

    Logbook logbook() {
        return logbook;
    }

    int memory(int place) {
        return disk.memory[place];
    }

    void put(Frame.Part part) {
        disk.memory[part.place()] = part.number();
    }

    /** A change gets its number in the stream. Null when nothing is answered any more. */
    Answers.@Nullable Ticket travels(List<Frame.Part> parts) {
        if (answers.nothing()) {
            return null;
        }
        var ticket = answers.begin(parts.stream().map(Frame.Part::number).toList());
        if (forwards) {
            host.stream().send(new Frame.Operation(session, ticket.sequence(), parts));
        }
        return ticket;
    }

    void done(Answers.@Nullable Ticket ticket) {
        if (ticket != null) {
            answers.done(ticket);
        }
        drainedWhenQuiet();
    }

    void fsync() {
        boolean ready =
                host.runs()
                        && host.application().mounted()
                        && answers.empty()
                        && changes.none()
                        && !host.machineFrozen();
        if (!ready || answers.nothing()) {
            return;
        }
        if (!answers.paired()) {
            syncs.here();
        } else if (!world.acknowledgeOnReceipt && forwards) {
            syncs.onBoth(session);
        }
    }

    /** Called each pulse: has the secondary been silent for too long on an operation? */
    void watch() {
        long oldest = answers.oldestUnconfirmed();
        boolean waits = oldest != Long.MAX_VALUE && session != 0;
        if (waits && world.agenda.now() - oldest > world.lockNanos()) {
            host.raise(now -> new Event.Stalled(now, session, "an operation waits too long"));
        }
    }

    /** The extent log of a node that serves, or what a secondary applies, breaks. */
    void breaks() {
        if (!host.runs()) {
            return;
        }
        if (receiving) {
            world.oracle.queueLost(host, follower.fail());
            world.oracle.mayLack(host);
        } else if (!host.serving() || !failures.breakLog()) {
            return;
        }
        world.trace("N" + host.index + " REPLICATION BREAKS");
        host.raise(now -> new Event.ReplicationFailed(now, "simulated"));
    }

    /** The next sync of the disk fails. */
    void nextSyncFails() {
        failures.failNextSync();
    }

    /** What is repaired breaks no more; what broke stays broken until it is replaced. */
    void repair() {
        failures.syncsAgain();
    }

    /** Says that an operation waits too long, whether or not it does. */
    void stall() {
        host.raise(now -> new Event.Stalled(now, session, "simulated"));
    }

    private boolean syncFails() {
        boolean fails = failures.syncFails();
        if (fails) {
            world.trace("N" + host.index + " SYNC FAILS");
            world.oracle.mayLack(host);
        }
        return fails;
    }

    // ---- orders

    void acknowledge(AckRule rule) {
        if (rule == AckRule.PAIRED && !answers.opened()) {
            world.oracle.broken("R1 node " + host.index + " is to wait for nobody: no session");
            return;
        }
        if (rule == AckRule.PAIRED) {
            logbook.endFine();
        }
        if (rule == AckRule.ALONE && !disk.tuple.logValid() && failures.logGivenUp()) {
            logbook.endFine();
        }
        answers.rule(
                switch (rule) {
                    case ALONE -> Outstanding.Rule.ALONE;
                    case PAIRED -> Outstanding.Rule.PAIRED;
                    case NOTHING -> Outstanding.Rule.NOTHING;
                });
        drainedWhenQuiet();
    }

    void track(int number) {
        failures.newLog();
        logbook.track(number, !forwards);
    }

    void copy(long newSession, Meeting.Copy newPlan) {
        session = newSession;
        copying.start(newSession, newPlan);
        forwards = false;
    }

    void receive(long newSession) {
        logbook.endFine();
        session = newSession;
        receiving = true;
        follower = new Follower(host, world, disk, session, true);
        var logs = disk.tuple.logs();
        host.stream()
                .send(
                        new Frame.Logs(
                                session,
                                logbook.union(logs.changes()),
                                logbook.union(logs.activity())));
    }

    void lead(long ofSession) {
        logbook.endFine();
        session = ofSession;
        receiving = false;
        follower = new Follower(host, world, disk, 0, false);
        openSession();
    }

    /** Operations travel from now on; the first checkpoint says where their numbers begin. */
    void openSession() {
        answers.open();
        answers.drain(false);
        forwards = true;
        checkpoints.forget();
        checkpoints.open();
    }

    void follow(long ofSession) {
        logbook.endFine();
        session = ofSession;
        receiving = true;
        forwards = false;
        answers = new Answers(world);
        follower = new Follower(host, world, disk, session, false);
    }

    void endSession() {
        follower.applyAll();
        answers.close();
        session = 0;
        receiving = false;
        forwards = false;
        copying.forget();
        checkpoints.forget();
        syncs.lost();
    }

    void capture(long token) {
        changes.whenMade(() -> settle(token));
    }

    void settle(long token) {
        follower.applyAll();
        host.diskWork(
                () -> {
                    follower.applyAll();
                    if (follower.forgetFailure() || syncFails()) {
                        host.raise(now -> new Event.SettleFailed(now, token, "simulated"));
                        return;
                    }
                    disk.sync();
                    host.raise(now -> new Event.Settled(now, token));
                });
    }

    void drain(long token) {
        answers.drain(true);
        drainToken = token;
        drainedWhenQuiet();
    }

    private void drainedWhenQuiet() {
        if (drainToken != 0 && answers.empty() && changes.none()) {
            long token = drainToken;
            drainToken = 0;
            host.diskWork(
                    () -> {
                        if (syncFails()) {
                            host.raise(now -> new Event.SettleFailed(now, token, "simulated"));
                            return;
                        }
                        disk.sync();
                        if (answers.alone()) {
                            logbook.saveFine();
                        }
                        host.raise(now -> new Event.Drained(now, token));
                    });
        }
    }

    void reopen() {
        logbook.discardFine();
        answers.drain(false);
        drainToken = 0;
    }

    void checkpoint(long token) {
        checkpoints.begin(token);
    }

    void retire() {
        checkpoints.retire();
    }

    // ---- the stream

    void heard(Frame frame) {
        if (frame.session() != session) {
            return;
        }
        switch (frame) {
            case Frame.Ack ack -> acked(ack.sequence());
            case Frame.Logs logs -> copying.heard(logs);
            case Frame.CheckpointDone done -> checkpointAnswered(done.number());
            case Frame.SyncDone done -> syncs.done(done.upTo());
            default -> {
                if (receiving) {
                    follower.heard(frame);
                }
            }
        }
    }

    private void acked(long upTo) {
        if (forwards) {
            answers.confirmed(upTo);
            drainedWhenQuiet();
        }
    }

    /** Everything was sent. */
    void copied() {
        checkpoints.send();
    }

    private void checkpointAnswered(long number) {
        if (!checkpoints.answered(number) && number == COPIED && forwards) {
            long mine = session;
            host.raise(now -> new Event.Copied(now, mine));
        }
    }
}
