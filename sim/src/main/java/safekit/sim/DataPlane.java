package safekit.sim;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import safekit.core.generation.Meeting;
import safekit.core.mirror.Effect.AckRule;
import safekit.core.mirror.Event;

/**
 * The replication of one module process: the application's writes on one side, the secondary's
 * queue on the other, and what the mirror machine orders. Volatile, except for the disk.
 */
final class DataPlane {
    private record Pending(long sequence, int number, long since) {}

    private record Queued(int block, int number) {}

    private static final long COPIED = -7;

    private final Host host;
    private final World world;
    private final Disk disk;

    private AckRule rule = AckRule.NOTHING;
    private boolean draining;
    private boolean forwards;
    private int log;
    private final ArrayDeque<Pending> pending = new ArrayDeque<>();
    private long sequence;
    private int syncing = -1;

    private long session;
    private boolean receiving;
    private final ArrayDeque<Queued> queue = new ArrayDeque<>();
    private final TreeMap<Long, TreeSet<Integer>> received = new TreeMap<>();
    private long epoch;

    private Meeting.Copy plan = Meeting.Copy.EVERYTHING;
    private boolean copying;
    private long drainToken;
    private long checkpointToken;
    private boolean ownSynced;
    private boolean peerSynced;

    DataPlane(Host host, World world, Disk disk) {
        this.host = host;
        this.world = world;
        this.disk = disk;
    }

    /** The process is gone. */
    List<Integer> lost() {
        var numbers = queue.stream().map(Queued::number).toList();
        rule = AckRule.NOTHING;
        draining = false;
        forwards = false;
        pending.clear();
        queue.clear();
        received.clear();
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
        return pending.isEmpty();
    }

    // ---- the application

    void write(int block) {
        if (!host.mounted() || draining || rule == AckRule.NOTHING || host.machineLostRight()) {
            return;
        }
        disk.log(log, List.of(block));
        int number = world.oracle.written(block, disk.memory[block], host.index);
        disk.memory[block] = number;
        world.trace("N" + host.index + " writes " + number + " b" + block + " " + rule);
        sequence++;
        if (forwards) {
            host.send(new Frame.Operation(session, sequence, block, number));
        }
        if (rule == AckRule.ALONE) {
            world.oracle.acknowledge(number);
        } else {
            pending.add(new Pending(sequence, number, world.agenda.now()));
        }
    }

    void fsync() {
        boolean ready = host.mounted() && pending.isEmpty() && !host.machineFrozen();
        if (!ready || rule == AckRule.NOTHING) {
            return;
        }
        if (rule == AckRule.ALONE) {
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
        Pending oldest = pending.peek();
        boolean late = oldest != null && world.agenda.now() - oldest.since() > world.lockNanos();
        if (late && session != 0) {
            host.raise(now -> new Event.Stalled(now, session, "an operation waits too long"));
        }
    }

    // ---- orders

    void acknowledge(AckRule newRule) {
        rule = newRule;
        if (rule == AckRule.ALONE) {
            for (Pending one : pending) {
                world.oracle.acknowledge(one.number());
            }
            pending.clear();
        } else if (rule == AckRule.NOTHING) {
            pending.clear();
        }
        drainedWhenQuiet();
    }

    void track(int number) {
        log = number;
        disk.log(number, List.of());
    }

    void saveReceived(int number) {
        var all = new TreeSet<Integer>();
        received.values().forEach(all::addAll);
        disk.log(number, all);
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
        received.clear();
        epoch = 0;
        received.put(epoch, new TreeSet<>());
        var logs = disk.tuple.logs();
        host.send(
                new Frame.Extents(
                        session, disk.extents(logs.changes()), disk.extents(logs.activity())));
    }

    void lead(long ofSession) {
        session = ofSession;
        receiving = false;
        forwards = true;
        draining = false;
        sequence = 0;
        pending.clear();
        received.clear();
    }

    void follow(long ofSession) {
        session = ofSession;
        receiving = true;
        forwards = false;
        rule = AckRule.NOTHING;
        pending.clear();
        received.clear();
        epoch = 0;
        received.put(epoch, new TreeSet<>());
    }

    void endSession() {
        apply(Integer.MAX_VALUE);
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
        draining = true;
        drainToken = token;
        drainedWhenQuiet();
    }

    private void drainedWhenQuiet() {
        if (drainToken != 0 && pending.isEmpty()) {
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
        draining = false;
        drainToken = 0;
    }

    void checkpoint(long token) {
        checkpointToken = token;
        ownSynced = false;
        peerSynced = false;
        host.send(new Frame.Checkpoint(session, token));
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

    void retire(long token) {
        host.send(new Frame.Retire(session, token));
    }

    // ---- the stream

    void heard(Frame frame) {
        if (frame.session() != session) {
            return;
        }
        switch (frame) {
            case Frame.Ack ack -> acked(ack.sequence());
            case Frame.Extents extents when copying -> startCopy(extents);
            case Frame.CheckpointDone done -> checkpointAnswered(done.token());
            case Frame.Retire retire -> received.headMap(retire.token()).clear();
            case Frame.SyncDone done when done.upTo() == syncing -> synced(done.upTo());
            case Frame.Operation op when receiving -> operation(op);
            case Frame.Block block when receiving -> {
                apply(Integer.MAX_VALUE);
                disk.memory[block.block()] = block.number();
            }
            case Frame.Checkpoint check when receiving -> checkpointAsked(check);
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

    private void operation(Frame.Operation op) {
        queue.add(new Queued(op.block(), op.number()));
        received.computeIfAbsent(epoch, _ -> new TreeSet<>()).add(op.block());
        if (!world.acknowledgeOnReceipt) {
            apply(Integer.MAX_VALUE);
        }
        host.send(new Frame.Ack(session, op.sequence()));
    }

    /** The secondary works its queue off, now and then. */
    void apply(int atMost) {
        int left = atMost;
        while (left-- > 0 && !queue.isEmpty()) {
            Queued one = queue.poll();
            disk.memory[one.block()] = one.number();
        }
    }

    private void acked(long upTo) {
        while (!pending.isEmpty() && pending.peek().sequence() <= upTo) {
            world.oracle.acknowledge(pending.poll().number());
        }
        drainedWhenQuiet();
    }

    private void startCopy(Frame.Extents receiver) {
        copying = false;
        forwards = true;
        Set<Integer> set = disk.toCopy(plan, receiver);
        world.trace("N" + host.index + " copies " + set);
        world.oracle.copies(host, world.peer(host), set);
        for (int block : set) {
            host.send(new Frame.Block(session, block, disk.memory[block]));
        }
        checkpointToken = 0;
        host.send(new Frame.Checkpoint(session, COPIED));
    }

    private void checkpointAsked(Frame.Checkpoint check) {
        apply(Integer.MAX_VALUE);
        if (check.token() != COPIED) {
            epoch = check.token();
            received.put(epoch, new TreeSet<>());
        }
        long mine = session;
        host.diskWork(
                () -> {
                    if (session == mine) {
                        apply(Integer.MAX_VALUE);
                        disk.sync();
                        host.send(new Frame.CheckpointDone(mine, check.token()));
                    }
                });
    }

    private void checkpointAnswered(long token) {
        if (token == COPIED) {
            long mine = session;
            host.raise(now -> new Event.Copied(now, mine));
        } else if (token == checkpointToken) {
            peerSynced = true;
            checkpointedWhenBoth(token);
        }
    }
}
