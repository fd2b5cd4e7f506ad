package safekit.sim;

import java.util.List;
import java.util.function.BooleanSupplier;
import safekit.core.mirror.Command;
import safekit.core.mirror.Order;
import safekit.core.mirror.Phase;
import safekit.core.mirror.SafetyRule;

/** A schedule written by hand: begins with a pair, ends healed, judged by the same oracle. */
final class Scenario {
    private final World world;
    private final Host prim;
    private final Host second;
    private final Administrator administrator;

    Scenario(long seed, List<SafetyRule> removed) {
        this(seed, removed, false);
    }

    /** With a witness it is the one that only the secondary reaches during a cut. */
    Scenario(long seed, List<SafetyRule> removed, boolean witness) {
        world = plainWorld(seed, removed, witness);
        prim = world.hosts[(int) (seed & 1)];
        second = world.peer(prim);
        administrator = new Administrator(world, new Draw(seed));
        start(prim, Command.prim);
        until(() -> prim.phase() == Phase.ALONE && prim.ready());
        start(second, Command.second);
        until(() -> prim.phase() == Phase.PRIMARY && prim.ready() && second.ready());
        world.oracle.paired();
    }

    /** The first world of this seed's family that fits and has no preferred node. */
    private static World plainWorld(long seed, List<SafetyRule> removed, boolean witness) {
        int secondary = 1 - (int) (seed & 1);
        for (long i = seed * 1_000; ; i++) {
            var candidate = new World(new Draw(i), SimulationOptions.without(true, removed));
            boolean fits =
                    witness
                            ? candidate.witness == 1 && candidate.witnessSide == secondary
                            : candidate.witness == 0;
            if (fits && candidate.nobodyPreferred) {
                return candidate;
            }
        }
    }

    /** What happened so far, for the message of a failed test. */
    String traced() {
        return world.traced();
    }

    Host prim() {
        return prim;
    }

    Host second() {
        return second;
    }

    Administrator administrator() {
        return administrator;
    }

    Host host(int index) {
        return world.hosts[index];
    }

    long timeouts(int count) {
        return count * world.timeoutNanos;
    }

    long pulses(int count) {
        return count * world.pulseNanos;
    }

    void start(Host host, Command command) {
        host.start(Order.by("root", command), false);
    }

    void cutFrom(Host host, boolean cut) {
        world.network.cutHeartbeats(host.index, cut);
        world.network.streamCut[host.index] = cut;
    }

    /** One write that is made and on the disk when this returns. */
    void writes(Host host, int place) {
        host.data.write(place);
        until(host.data::quiet);
        host.data.fsync();
    }

    void pass(long nanos) {
        world.agenda.runUntil(
                world.agenda.now() + nanos,
                world.oracle::check,
                () -> world.oracle.violation() != null);
    }

    void until(BooleanSupplier condition) {
        for (int i = 0; i < 1_000 && !condition.getAsBoolean(); i++) {
            pass(world.pulseNanos / 10);
        }
    }

    /** Heals everything; the first broken invariant, or empty. */
    String end() {
        new Simulation(world).healAll();
        String violation = world.oracle.violation();
        return violation == null ? "" : violation;
    }
}
