package safekit.sim;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import safekit.core.generation.PolicyMoments;
import safekit.core.generation.SyncPolicy;
import safekit.core.generation.Tuple;
import safekit.core.mirror.Command;
import safekit.core.mirror.Event;
import safekit.core.mirror.MirrorState;
import safekit.core.mirror.Order;
import safekit.core.mirror.Phase;

/**
 * What administrators do to the data behind the modules and to the way it is synchronized: opened
 * directories, backups, restores with the right and with a wrong name, swaps without
 * synchronization (docs/generations.md section 11).
 */
final class Administrator {
    private final World world;
    private final Draw draw;
    private int names;

    /** A backup: what was copied, of whom, under which name. */
    private record Backup(List<Integer> blocks, int host, String uid) {}

    private @Nullable Backup backup;

    Administrator(World world, Draw draw) {
        this.world = world;
        this.draw = draw;
    }

    /** One act, if it is possible now; a procedure that was begun is mostly gone on with. */
    void acts() {
        if (!draw.oneIn(3) && goesOn()) {
            return;
        }
        Host host = world.hosts[draw.below(2)];
        switch (draw.below(8)) {
            case 0 -> changesOutside(host, draw.below(Layout.PLACES));
            case 1 -> full(host);
            case 2 -> swapsWithoutSync(host);
            default -> marks(host, "uid" + ++names);
        }
    }

    private boolean goesOn() {
        Backup copied = backup;
        if (copied == null) {
            return backsUp(world.hosts[0]) || backsUp(world.hosts[1]);
        }
        Host other = world.hosts[1 - copied.host];
        if (!stopped(other)) {
            other.command(Command.stop);
        } else if (other.disk.tuple.policy().kind() != SyncPolicy.Kind.SECOND) {
            boolean _ = restores(other, draw.oneIn(4) ? "wrong" : "");
        } else {
            backup = null;
            other.start(Order.by("root", Command.second), false);
        }
        return true;
    }

    /** Whether the module is stopped on a machine that runs: an administrator may work on it. */
    private boolean stopped(Host host) {
        boolean awake = host.pausedUntil() <= world.agenda.now();
        return host.powered() && host.state() == null && awake;
    }

    private void change(Host host, UnaryOperator<Tuple> moment) {
        host.disk.tuple = moment.apply(host.disk.tuple);
        host.standIn(world.agenda.now());
    }

    void swapsWithoutSync(Host host) {
        Order order = Order.by("root", Command.swap).withoutSync();
        host.raise(now -> new Event.Ordered(now, order, 1));
    }

    /** {@code rfs open}, then a change past the replication. */
    void changesOutside(Host host, int block) {
        if (!stopped(host)) {
            return;
        }
        world.trace("N" + host.index + " CHANGED OUTSIDE b" + block);
        Disk disk = host.disk;
        disk.memory[block] = world.oracle.written(block, disk.memory[block], host.index);
        disk.sync();
        disk.changedOutside = true;
        change(host, PolicyMoments::opened);
    }

    /** {@code rfssync full}. */
    void full(Host host) {
        if (stopped(host)) {
            change(host, PolicyMoments::full);
        } else {
            ask(host, SyncPolicy.Kind.FULL, "");
        }
    }

    /** {@code rfssync external prim}: cold on a stopped node, hot on a lone one. */
    void marks(Host host, String uid) {
        world.trace("N" + host.index + " external prim " + uid);
        if (stopped(host)) {
            boolean whole = host.disk.tuple.consistent();
            host.disk.sync();
            change(host, t -> whole ? PolicyMoments.backedUp(t, uid, true) : t);
        } else {
            ask(host, SyncPolicy.Kind.PRIM, uid);
        }
    }

    private static void ask(Host host, SyncPolicy.Kind kind, String uid) {
        host.raise(now -> new Event.PolicyAsked(now, kind, uid, true, 1));
    }

    /** Copies what the node holds, at any time after it said that the backup may begin. */
    boolean backsUp(Host host) {
        SyncPolicy policy = host.disk.tuple.policy();
        boolean may = policy.kind() == SyncPolicy.Kind.PRIM && policy.stage().usable();
        if (may && host.powered()) {
            world.trace("N" + host.index + " BACKED UP " + policy.uid());
            List<Integer> blocks = Arrays.stream(host.disk.memory).boxed().toList();
            backup = new Backup(blocks, host.index, policy.uid());
        }
        return may;
    }

    /** Restores the last backup on the other node, whose own data is given up. */
    boolean restores(Host host, String wrongUid) {
        Backup copied = backup;
        if (copied == null || copied.host == host.index || !stopped(host)) {
            return false;
        }
        String uid = wrongUid.isEmpty() ? copied.uid : wrongUid;
        world.trace("N" + host.index + " RESTORED " + copied.uid + " as " + uid);
        world.oracle.givenUp(world.peer(host));
        world.oracle.forcedEver = true;
        Arrays.setAll(host.disk.memory, copied.blocks::get);
        host.disk.sync();
        host.disk.changedOutside = true;
        change(host, t -> PolicyMoments.restored(t, uid, true));
        return true;
    }

    /** Takes back what keeps two nodes apart: the way out that always works. */
    void finishes() {
        for (Host host : world.hosts) {
            SyncPolicy policy = host.disk.tuple.policy();
            MirrorState state = host.state();
            if (policy.kind() == SyncPolicy.Kind.HELD && host.phase() == Phase.ASKING) {
                host.command(Command.second);
            } else if (policy.kind() == SyncPolicy.Kind.HELD && stopped(host)) {
                change(host, PolicyMoments::normal);
            } else if (policy.external() && (stopped(host) || (state != null && state.settled()))) {
                full(host);
            }
        }
    }
}
