package safekit.sim;

import safekit.core.generation.Standing;
import safekit.core.generation.Tuple;
import safekit.core.mirror.MirrorState;
import safekit.core.mirror.Phase;

/** Looks at each step of a machine and tells the oracle what it means. */
final class Judge {
    private Judge() {}

    static void of(World world, Host host, MirrorState before, MirrorState after) {
        boolean alone = after.phase() == Phase.ALONE && before.phase() != Phase.ALONE;
        boolean swapped = after.phase() == Phase.PRIMARY && before.phase() == Phase.ACCEPTING;
        if (alone || swapped) {
            boolean force = before.phase() == Phase.RISING && after.administrator();
            world.trace("N" + host.index + " SERVES " + after.phase() + (force ? " by force" : ""));
            world.oracle.serves(host, force);
        }
        boolean paired = before.phase() == Phase.RECEIVING && after.phase() == Phase.SECONDARY;
        if (paired) {
            world.oracle.paired();
        }
        if (after.addressed() && !before.addressed() && !mayHoldAddress(after)) {
            world.oracle.broken("M6 address taken in " + after.phase());
        }
    }

    private static boolean mayHoldAddress(MirrorState state) {
        return state.phase() == Phase.ALONE || state.phase() == Phase.PRIMARY;
    }

    /** Called before the disk has the new tuple. */
    static void persists(World world, Host host, Tuple tuple) {
        Tuple old = host.disk.tuple;
        boolean step1 = host.phase() == Phase.RECEIVING && tuple.consistent() && !old.consistent();
        if (step1) {
            Host sender = world.peer(host);
            if (sender.powered()) {
                world.oracle.overwrittenBy(sender);
            }
            world.oracle.onBothDisks(host, sender);
        }
        if (tuple.id() == 0 && old.id() != 0) {
            world.oracle.givenUp(world.peer(host));
        }
        boolean alone = tuple.standing() == Standing.SOLE && tuple.id() == old.id();
        if (alone && old.standing() != Standing.SOLE) {
            world.trace("N" + host.index + " becomes SOLE under the same id");
        }
    }
}
