package safekit.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import safekit.core.generation.Standing;
import safekit.core.generation.Tuple;

/** Knows every write and who acknowledged it; says which one is missing where it must not be. */
final class Oracle {
    /** One write of the application. */
    static final class Write {
        final int block;
        final int parent;
        final int node;
        long acknowledgedAt;
        boolean acknowledged;

        /** Lost in a way that the rules allow. */
        boolean forgiven;

        /** Acknowledged by an fsync that covers both disks. */
        boolean safe;

        /** Bit per node on which a power cut may have taken it. */
        int doubtful;

        Write(int block, int parent, int node) {
            this.block = block;
            this.parent = parent;
            this.node = node;
        }
    }

    private final World world;
    final List<Write> writes = new ArrayList<>(List.of(new Write(0, 0, 0)));
    private @Nullable String violation;

    /** Since when the two may have acknowledged apart, -1 when they cannot. */
    long splitSince = -1;

    /** Since when an administrator's force allows losses, -1 when none. */
    long forcedSince = -1;

    private final long[] silentFrom = {-9, -9};
    private final long[] silentTo = {-9, -9};
    private long cutSince = -1;
    private long goodSince;
    final boolean[] servesByForce = new boolean[2];

    /** Whether an administrator ever made a node serve beside data of the other. */
    boolean forcedEver;

    int acknowledged;
    int served;

    Oracle(World world) {
        this.world = world;
    }

    @Nullable String violation() {
        return violation;
    }

    void broken(String sentence) {
        if (violation == null) {
            violation = sentence;
            world.trace("*** " + sentence);
        }
    }

    int written(int block, int parent, int node) {
        writes.add(new Write(block, parent, node));
        return writes.size() - 1;
    }

    void acknowledge(int number) {
        Write write = writes.get(number);
        if (!write.acknowledged) {
            write.acknowledged = true;
            write.acknowledgedAt = world.agenda.now();
            acknowledged++;
        }
    }

    /** Whether a block that holds {@code current} contains the write. */
    boolean holds(int current, int number) {
        int at = current;
        while (at > 0) {
            if (at == number) {
                return true;
            }
            at = writes.get(at).parent;
        }
        return false;
    }

    private boolean excused(Write write) {
        boolean split = world.witness == 0 && splitSince >= 0 && write.acknowledgedAt >= splitSince;
        boolean forced = forcedSince >= 0 && write.acknowledgedAt >= forcedSince;
        return split || forced;
    }

    // ---- D1, D4: a node begins to serve

    void serves(Host host, boolean force) {
        served++;
        servesByForce[host.index] = force;
        Host peer = world.peer(host);
        if (force && forcedSince < 0 && mayDiscard(host, peer)) {
            forcedSince = world.agenda.now();
            forcedEver = true;
        }
        Tuple tuple = host.disk.tuple;
        if (!force && !tuple.consistent()) {
            broken("D4 node " + host.index + " serves inconsistent data");
        }
        missing(host.disk.memory, "D1 node " + host.index + " serves without", force);
    }

    private static boolean mayDiscard(Host host, Host peer) {
        return host.disk.tuple.standing() == Standing.SOLE
                || peer.disk.tuple.standing() == Standing.SOLE
                || peer.serving()
                || peer.deciding();
    }

    /** Step (1): what the receiver had is overwritten by the sender's. */
    void overwrittenBy(Host sender) {
        missing(
                sender.disk.memory,
                "D1 overwritten by node " + sender.index + " that lacks",
                false);
    }

    private void missing(int[] blocks, String what, boolean force) {
        for (int number = 1; number < writes.size(); number++) {
            Write write = writes.get(number);
            if (!write.acknowledged || write.forgiven || holds(blocks[write.block], number)) {
                continue;
            }
            if (force || excused(write)) {
                write.forgiven = true;
            } else {
                broken(what + " acknowledged write " + number + " of block " + write.block);
                return;
            }
        }
    }

    /** An administrator gives one node's data up for what the other serves. */
    void givenUp(Host serving) {
        missing(serving.disk.memory, "", true);
    }

    // ---- what power cuts and deaths excuse

    void beforePowerOff(Host host) {
        Tuple tuple = host.disk.tuple;
        boolean mayLack = tuple.standing() != Standing.SOLE && !tuple.boot().equals(CLEAN);
        for (int number = 1; number < writes.size(); number++) {
            Write write = writes.get(number);
            if (!write.safe && (mayLack || !holds(host.disk.durable[write.block], number))) {
                doubt(write, host);
            }
        }
    }

    private static final safekit.core.generation.Boot CLEAN = safekit.core.generation.Boot.CLEAN;

    private static void doubt(Write write, Host host) {
        write.doubtful |= 1 << host.index;
        if (write.doubtful == 3) {
            write.forgiven = true;
        }
    }

    void afterPowerOff(Host host) {
        Host peer = world.peer(host);
        boolean sole = host.disk.tuple.standing() == Standing.SOLE;
        for (int number = 1; number < writes.size(); number++) {
            Write write = writes.get(number);
            boolean open = write.acknowledged && !write.forgiven && !write.safe;
            if (!open || holds(host.disk.memory[write.block], number)) {
                continue;
            }
            boolean alone = sole && write.node == host.index;
            boolean elsewhere =
                    holds(peer.disk.memory[write.block], number) || peer.data.queued(number);
            if (alone || !elsewhere) {
                write.forgiven = true;
            }
        }
    }

    /** The process of a secondary that acknowledges on receipt dies with what it had queued. */
    void queueLost(Host host, List<Integer> queue) {
        for (int number : queue) {
            Write write = writes.get(number);
            boolean open = write.acknowledged && !write.forgiven;
            boolean elsewhere =
                    holds(host.disk.memory[write.block], number)
                            || holds(world.peer(host).disk.memory[write.block], number);
            if (open && !elsewhere) {
                write.forgiven = true;
            }
        }
    }

    /** What this node held may be missing there: its process or its disk failed. */
    void mayLack(Host host) {
        for (int number = 1; number < writes.size(); number++) {
            if (!writes.get(number).safe) {
                doubt(writes.get(number), host);
            }
        }
    }

    /** Both hold the same again: old doubts are over. */
    void paired() {
        splitSince = -1;
        forcedSince = -1;
        silentFrom[0] = -9;
        silentFrom[1] = -9;
        servesByForce[0] = false;
        servesByForce[1] = false;
    }

    /** Step (1): what is on both disks is no longer doubtful. */
    void onBothDisks(Host a, Host b) {
        for (int number = 1; number < writes.size(); number++) {
            Write write = writes.get(number);
            if (!write.forgiven
                    && holds(a.disk.durable[write.block], number)
                    && holds(b.disk.durable[write.block], number)) {
                write.doubtful = 0;
            }
        }
    }

    // ---- after every event

    void check() {
        long now = world.agenda.now();
        contact(now);
        Host a = world.hosts[0];
        Host b = world.hosts[1];
        if (a.servesNow() && b.servesNow() && !servesByForce[0] && !servesByForce[1]) {
            twoServers(now);
        }
        Tuple s = a.disk.tuple;
        Tuple p = b.disk.tuple;
        boolean whole = s.consistent() && p.consistent();
        if (s.id() == p.id() && s.id() != 0 && whole && !changed(a) && !changed(b)) {
            sameContent(a, b);
        }
    }

    /** A node that an administrator changed: its tuple says so until it is synchronized. */
    private static boolean changed(Host host) {
        return host.disk.changedOutside && !host.disk.tuple.logValid();
    }

    private void contact(long now) {
        long timeout = world.timeoutNanos;
        long slack = world.pulseNanos;
        Host a = world.hosts[0];
        Host b = world.hosts[1];
        for (int from = 0; from < 2; from++) {
            if (now - world.network.delivered[from] >= timeout - slack) {
                silentFrom[from] = world.network.delivered[from];
                silentTo[from] = now;
            }
        }
        boolean both = silentFrom[0] > 0 && silentFrom[1] > 0;
        long latestStart = Math.max(silentFrom[0], silentFrom[1]);
        long earliestEnd = Math.min(silentTo[0], silentTo[1]);
        if (splitSince < 0 && both && latestStart <= earliestEnd && a.powered() && b.powered()) {
            splitSince = Math.min(silentFrom[0], silentFrom[1]);
        }
        boolean hearing =
                !world.network.heartbeatsCut(0)
                        && !world.network.heartbeatsCut(1)
                        && a.runs()
                        && b.runs();
        if (!hearing) {
            goodSince = -1;
        } else if (goodSince < 0) {
            goodSince = now;
        }
        totalCut(now, a, b);
    }

    private void totalCut(long now, Host a, Host b) {
        Network net = world.network;
        boolean cut =
                net.heartbeatsCut(0)
                        && net.heartbeatsCut(1)
                        && (net.streamCut[0]
                                || net.streamCut[1]
                                || !a.inSession()
                                || !b.inSession())
                        && a.hasProcess()
                        && b.hasProcess();
        if (!cut) {
            cutSince = -1;
        } else if (cutSince < 0) {
            cutSince = now;
        } else if (now - cutSince >= world.timeoutNanos - world.pulseNanos && splitSince < 0) {
            splitSince = cutSince;
        }
    }

    private void twoServers(long now) {
        boolean hearing = goodSince >= 0;
        if (world.witness != 0 && forcedSince < 0) {
            broken("D3 two servers with a one-sided witness");
        } else if (hearing && now - goodSince > world.twoServersNanos()) {
            broken("D3 two servers that hear each other");
        } else if (!hearing && splitSince < 0 && forcedSince < 0 && world.bothAlone()) {
            broken("D3 two servers without a total cut");
        }
    }

    private void sameContent(Host a, Host b) {
        for (int block = 0; block < Layout.PLACES; block++) {
            boolean differs = a.disk.memory[block] != b.disk.memory[block];
            if (differs && !active(a, block) && !active(b, block)) {
                if (!a.data.queuedBlock(block) && !b.data.queuedBlock(block)) {
                    broken("D2 equal ids, block " + block + " differs outside the activity");
                }
            }
        }
    }

    private static boolean active(Host host, int block) {
        for (int log : host.disk.tuple.logs().activity()) {
            LogFile file = host.disk.logs.get(log);
            if (file == null || Layout.named(file.content(), block)) {
                return true;
            }
        }
        return false;
    }

    /** D5: what will be copied is a superset of the differences. */
    void copies(Host sender, Host receiver, Set<Integer> plan) {
        for (int block = 0; block < Layout.PLACES; block++) {
            boolean differs = sender.disk.memory[block] != receiver.disk.memory[block];
            if (differs && !plan.contains(block)) {
                broken("D5 block " + block + " differs and is not copied: " + plan);
            }
        }
    }

    /** At the end the two hold every acknowledged write. */
    void atEnd() {
        for (Host host : world.hosts) {
            for (int number = 1; number < writes.size(); number++) {
                Write write = writes.get(number);
                boolean open = write.acknowledged && !write.forgiven && !excused(write);
                boolean here =
                        holds(host.disk.memory[write.block], number) || host.data.queued(number);
                if (open && !here) {
                    broken("D1 at the end node " + host.index + " lacks write " + number);
                    return;
                }
            }
        }
    }
}
