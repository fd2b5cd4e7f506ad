package safekit.sim;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import safekit.core.bytes.Refused;
import safekit.core.generation.Meeting;
import safekit.core.mirror.Effect.AckRule;
import safekit.core.mirror.Event;
import safekit.core.replication.Outstanding;
import safekit.core.replication.Receiver;

/**
 * The replication of one module process: the application's writes on one side, the secondary's
 * queue on the other, and what the mirror machine orders. Volatile, except for the disk.
 */
final class DataPlane {
    private record Queued(long sequence, int block, int number) {}

    /** The checkpoint that ends the copying of a reintegration; the first opens the session. */
    private static final long COPIED = 2;

    /** A block of the simulation is one extent of one file. */
    private static final int EXTENT = 4096;

    private final Host host;
    private final World world;
    private final Disk disk;

    private Answers answers;
    private boolean forwards;
    private int log;
    private int syncing = -1;

    private long session;
    private boolean receiving;
    private final ArrayDeque<Queued> queue = new ArrayDeque<>();
    private @Nullable Receiver receiver;

    private Meeting.Copy plan = Meeting.Copy.EVERYTHING;
    private boolean copying;
    private long drainToken;
    private long checkpoints;
    private long checkpointToken;
    private long checkpointNumber;
    private boolean ownSynced;
    private boolean peerSynced;

    DataPlane(Host host, World world, Disk disk) {
        this.host = host;
        this.world = world;
        this.disk = disk;
        this.answers = new Answers(world);
    }

    /** The process is gone. */
    List<Integer> lost() {
        var numbers = queue.stream().map(Queued::number).toList();
        answers = new Answers(world);
        forwards = false;
        queue.clear();
        receiver = null;
        session = 0;
        receiving = false;
        copying = false;
        drainToken = 0;
        checkpointToken = 0;
        syncing = -1;
        return numbers;
    }

    boolean queued(int number) {
        for (Queued one : queue) {
            if (one.number() == number) {
                return true;
            }
        }
        return false;
    }

    boolean queuedBlock(int block) {
        for (Queued one : queue) {
            if (one.block() == block) {
                return true;
            }
        }
        return false;
    }

    boolean quiet() {
        return answers.empty();
    }

    // ---- the application

    void write(int block) {
        if (!host.mounted() || host.machineLostRight() || !answers.accepts()) {
            return;
        }
        disk.log(log, List.of(block));
        int number = world.oracle.written(block, disk.memory[block], host.index);
        world.trace("N" + host.index + " writes " + number + " b" + block);
        long sequence = answers.begin(number);
        if (forwards) {
            host.send(new Frame.Operation(session, sequence, block, number));
        }
        disk.memory[block] = number;
        answers.done(sequence);
    }

    void fsync() {
        boolean ready = host.mounted() && answers.empty() && !host.machineFrozen();
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
            host.send(new Frame.Sync(session, syncing));
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

    // ---- orders

    void acknowledge(AckRule rule) {
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
        disk.log(number, List.of());
    }

    void saveReceived(int number) {
        disk.log(number, receivedBlocks());
    }

    private Set<Integer> receivedBlocks() {
        var blocks = new TreeSet<Integer>();
        if (receiver != null) {
            receiver.activity().data().forEach(extent -> blocks.add((int) extent.number()));
        }
        return blocks;
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
        queue.clear();
        receiver = new Receiver(session, EXTENT);
        var logs = disk.tuple.logs();
        host.send(
                new Frame.Extents(
                        session, disk.extents(logs.changes()), disk.extents(logs.activity())));
    }

    void lead(long ofSession) {
        session = ofSession;
        receiving = false;
        receiver = null;
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
        host.send(new Frame.Checkpoint(session, checkpoints, answers.newest()));
    }

    void follow(long ofSession) {
        session = ofSession;
        receiving = true;
        forwards = false;
        answers = new Answers(world);
        receiver = new Receiver(session, EXTENT);
    }

    void endSession() {
        apply(Integer.MAX_VALUE);
        answers.close();
        session = 0;
        receiving = false;
        forwards = false;
        copying = false;
        checkpointToken = 0;
        syncing = -1;
    }

    void settle(long token) {
        apply(Integer.MAX_VALUE);
        host.diskWork(
                () -> {
                    apply(Integer.MAX_VALUE);
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
        host.send(new Frame.Retire(session, checkpointNumber));
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
            case Frame.Operation _, Frame.Block _, Frame.Checkpoint _, Frame.Retire _ ->
                    received(frame);
            case Frame.Sync sync when receiving -> {
                apply(Integer.MAX_VALUE);
                disk.sync();
                host.send(new Frame.SyncDone(session, sync.upTo()));
            }
            default -> {}
        }
    }

    private void synced(int upTo) {
        syncing = -1;
        for (int number = 1; number < upTo; number++) {
            markSafe(number);
        }
    }

    /** The secondary's side; the product's receiver refuses a gap and another session. */
    private void received(Frame frame) {
        Receiver order = receiver;
        if (!receiving || order == null) {
            return;
        }
        try {
            switch (frame) {
                case Frame.Operation op -> operation(order, op);
                case Frame.Block block -> {
                    apply(Integer.MAX_VALUE);
                    disk.memory[block.block()] = block.number();
                }
                case Frame.Checkpoint check -> {
                    order.checkpoint(check.session(), check.number(), check.after());
                    syncFor(check.number());
                }
                case Frame.Retire retire -> order.retire(retire.session(), retire.number());
                default -> throw new AssertionError("not for a receiver: " + frame);
            }
        } catch (Refused refused) {
            world.oracle.broken("R2 " + refused.getMessage());
        }
    }

    private void operation(Receiver order, Frame.Operation op) throws Refused {
        order.frame(op.session(), op.sequence());
        order.write(1, 0, (long) op.block() * EXTENT, EXTENT);
        queue.add(new Queued(op.sequence(), op.block(), op.number()));
        if (!world.acknowledgeOnReceipt) {
            apply(Integer.MAX_VALUE);
        }
        host.send(new Frame.Ack(session, order.confirmed(world.acknowledgeOnReceipt)));
    }

    /** The secondary works its queue off, now and then. */
    void apply(int atMost) {
        int left = atMost;
        Receiver order = receiver;
        while (left-- > 0 && !queue.isEmpty() && order != null) {
            Queued one = queue.poll();
            disk.memory[one.block()] = one.number();
            order.applied(one.sequence());
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
            host.send(new Frame.Block(session, block, disk.memory[block]));
        }
        checkpointToken = 0;
        sendCheckpoint();
    }

    private void syncFor(long number) {
        apply(Integer.MAX_VALUE);
        long mine = session;
        host.diskWork(
                () -> {
                    Receiver order = receiver;
                    if (session == mine && order != null) {
                        apply(Integer.MAX_VALUE);
                        disk.sync();
                        order.synced(number);
                        host.send(new Frame.CheckpointDone(mine, number));
                    }
                });
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
