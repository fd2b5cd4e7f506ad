package safekit.sim;

import java.util.List;
import java.util.Set;
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

    private Answers answers;
    private boolean forwards;
    private int log;
    private int syncing = -1;

    private long session;
    private boolean receiving;
    private Follower follower;

    private Meeting.Copy plan = Meeting.Copy.EVERYTHING;
    private boolean copying;
    private long drainToken;
    private long checkpoints;
    private long checkpointToken;
    private long checkpointNumber;
    private boolean ownSynced;
    private boolean peerSynced;

    private final Failures failures = new Failures();

    DataPlane(Host host, World world, Disk disk) {
        this.host = host;
        this.world = world;
        this.disk = disk;
        this.answers = new Answers(world);
        this.follower = new Follower(host, world, disk, 0);
    }

    /** The process is gone. */
    List<Integer> lost() {
        var numbers = follower.queued();
        answers = new Answers(world);
        forwards = false;
        follower = new Follower(host, world, disk, 0);
        session = 0;
        receiving = false;
        copying = false;
        drainToken = 0;
        checkpointToken = 0;
        syncing = -1;
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
        return answers.empty();
    }

    // ---- the application

    void write(int block) {
        if (!host.runs()
                || !host.application().mounted()
                || failures.logIsBroken()
                || !answers.accepts()) {
            return;
        }
        if (!failures.unlogged()) {
            disk.log(log, List.of(block));
        }
        int number = world.oracle.written(block, disk.memory[block], host.index);
        world.trace("N" + host.index + " writes " + number + " b" + block);
        long sequence = answers.begin(number);
        if (forwards) {
            host.stream().send(new Frame.Operation(session, sequence, block, number));
        }
        disk.memory[block] = number;
        answers.done(sequence);
    }

    void fsync() {
        boolean ready =
                host.runs()
                        && host.application().mounted()
                        && answers.empty()
                        && !host.machineFrozen();
        if (!ready || answers.nothing()) {
            return;
        }
        if (!answers.paired()) {
            disk.sync();
            for (int number = 1; number < world.oracle.writes.size(); number++) {
                markSafe(number);
            }
        } else if (!world.acknowledgeOnReceipt && syncing < 0 && forwards) {
            disk.sync();
            syncing = world.oracle.writes.size();
            host.stream().send(new Frame.Sync(session, syncing));
        }
    }

    private void markSafe(int number) {
        Oracle.Write write = world.oracle.writes.get(number);
        if (write.acknowledged && world.oracle.holds(disk.durable[write.block], number)) {
            write.safe = true;
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
        if (rule == AckRule.ALONE && !disk.tuple.logValid()) {
            failures.logGivenUp();
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
        log = number;
        failures.newLog();
        disk.log(number, List.of());
    }

    void copy(long newSession, Meeting.Copy newPlan) {
        session = newSession;
        plan = newPlan;
        copying = true;
        forwards = false;
    }

    void receive(long newSession) {
        session = newSession;
        receiving = true;
        follower = new Follower(host, world, disk, session);
        var logs = disk.tuple.logs();
        host.stream()
                .send(
                        new Frame.Extents(
                                session,
                                disk.extents(logs.changes()),
                                disk.extents(logs.activity())));
    }

    void lead(long ofSession) {
        session = ofSession;
        receiving = false;
        follower = new Follower(host, world, disk, 0);
        openSession();
    }

    /** Operations travel from now on; the first checkpoint says where their numbers begin. */
    private void openSession() {
        answers.open();
        answers.drain(false);
        forwards = true;
        checkpoints = 0;
        sendCheckpoint();
    }

    private void sendCheckpoint() {
        checkpoints++;
        host.stream().send(new Frame.Checkpoint(session, checkpoints, answers.newest()));
    }

    void follow(long ofSession) {
        session = ofSession;
        receiving = true;
        forwards = false;
        answers = new Answers(world);
        follower = new Follower(host, world, disk, session);
    }

    void endSession() {
        follower.applyAll();
        answers.close();
        session = 0;
        receiving = false;
        forwards = false;
        copying = false;
        checkpointToken = 0;
        syncing = -1;
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
        if (drainToken != 0 && answers.empty()) {
            long token = drainToken;
            drainToken = 0;
            host.diskWork(
                    () -> {
                        if (syncFails()) {
                            host.raise(now -> new Event.SettleFailed(now, token, "simulated"));
                            return;
                        }
                        disk.sync();
                        host.raise(now -> new Event.Drained(now, token));
                    });
        }
    }

    void reopen() {
        answers.drain(false);
        drainToken = 0;
    }

    void checkpoint(long token) {
        checkpointToken = token;
        ownSynced = false;
        peerSynced = false;
        sendCheckpoint();
        checkpointNumber = checkpoints;
        host.diskWork(
                () -> {
                    if (syncFails()) {
                        host.raise(now -> new Event.ReplicationFailed(now, "simulated: disk"));
                        return;
                    }
                    disk.sync();
                    ownSynced = true;
                    checkpointedWhenBoth(token);
                });
    }

    private void checkpointedWhenBoth(long token) {
        if (ownSynced && peerSynced && checkpointToken == token) {
            checkpointToken = 0;
            host.raise(now -> new Event.Checkpointed(now, token));
        }
    }

    /** The checkpoint that was just completed. */
    void retire() {
        host.stream().send(new Frame.Retire(session, checkpointNumber));
    }

    // ---- the stream

    void heard(Frame frame) {
        if (frame.session() != session) {
            return;
        }
        switch (frame) {
            case Frame.Ack ack -> acked(ack.sequence());
            case Frame.Extents extents when copying -> startCopy(extents);
            case Frame.CheckpointDone done -> checkpointAnswered(done.number());
            case Frame.SyncDone done when done.upTo() == syncing -> synced(done.upTo());
            default -> {
                if (receiving) {
                    follower.heard(frame);
                }
            }
        }
    }

    private void synced(int upTo) {
        syncing = -1;
        for (int number = 1; number < upTo; number++) {
            markSafe(number);
        }
    }

    private void acked(long upTo) {
        if (forwards) {
            answers.confirmed(upTo);
            drainedWhenQuiet();
        }
    }

    private void startCopy(Frame.Extents receiver) {
        copying = false;
        openSession();
        Set<Integer> set = disk.toCopy(plan, receiver);
        world.trace("N" + host.index + " copies " + set);
        world.oracle.copies(host, world.peer(host), set);
        for (int block : set) {
            host.stream().send(new Frame.Block(session, block, disk.memory[block]));
        }
        checkpointToken = 0;
        sendCheckpoint();
    }

    private void checkpointAnswered(long number) {
        if (checkpointToken != 0 && number == checkpointNumber) {
            peerSynced = true;
            checkpointedWhenBoth(checkpointToken);
        } else if (number == COPIED && forwards) {
            long mine = session;
            host.raise(now -> new Event.Copied(now, mine));
        }
    }
}
