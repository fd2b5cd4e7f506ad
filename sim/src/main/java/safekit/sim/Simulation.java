package safekit.sim;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import safekit.core.generation.Meeting;
import safekit.core.generation.Standing;
import safekit.core.generation.Standpoint;
import safekit.core.generation.Tuple;
import safekit.core.mirror.Command;
import safekit.core.mirror.MirrorState;
import safekit.core.mirror.Order;
import safekit.core.mirror.Phase;

/**
 * One seed. A safety phase in which faults come at any time and the invariants are checked after
 * every event, then everything heals and the pair must come back by itself.
 */
public final class Simulation {
    private final World world;
    private final Schedule schedule;
    private final Draw draw;
    private final int events;
    private final Administrator administrator;
    private final Draw whim;

    private Simulation(long seed, SimulationOptions options) {
        draw = new Draw(seed);
        world = new World(draw, options);
        schedule = new Schedule(world, draw.fork());
        whim = new Draw(seed ^ 0x5DEECE66DL);
        administrator = new Administrator(world, whim);
        events = 8 + (int) Math.floorMod(seed, 73L);
    }

    /** For a world that a scenario has played. */
    Simulation(World world) {
        this.world = world;
        draw = new Draw(1);
        schedule = new Schedule(world, draw.fork());
        whim = new Draw(1);
        administrator = new Administrator(world, whim);
        events = 0;
    }

    /**
     * What a seed showed.
     *
     * @param violation the first broken invariant, empty when none
     * @param trace the readable trace when it was asked for
     * @param traceHash the same for the same seed, in every JVM
     * @param acknowledged writes that were acknowledged
     * @param served how often a node began to serve
     * @param diverged whether it ended with two nodes that wait for the administrator, as allowed
     */
    public record Result(
            long seed,
            String violation,
            String trace,
            long traceHash,
            int acknowledged,
            int served,
            boolean diverged) {}

    /** Runs a seed; the same seed and options give the same result. */
    public static Result run(long seed, SimulationOptions options) {
        var simulation = new Simulation(seed, options);
        boolean diverged = simulation.play();
        World world = simulation.world;
        String violation = world.oracle.violation();
        return new Result(
                seed,
                violation == null ? "" : violation,
                world.traced(),
                world.traceHash(),
                world.oracle.acknowledged,
                world.oracle.served,
                diverged);
    }

    private boolean play() {
        begin();
        for (int i = 0; i < events && fine(); i++) {
            schedule.event();
            if (world.administered && whim.oneIn(8)) {
                administrator.acts();
            }
            pass(schedule.gap());
        }
        if (!fine()) {
            return false;
        }
        return healAll();
    }

    private boolean fine() {
        return world.oracle.violation() == null;
    }

    private void pass(long nanos) {
        world.agenda.runUntil(world.agenda.now() + nanos, world.oracle::check, () -> !fine());
    }

    /** The first start: prim on one node, then the other; most seeds begin as a pair. */
    private void begin() {
        int first = draw.below(2);
        world.hosts[first].start(Order.by("root", Command.prim), false);
        pass(3 * world.pulseNanos);
        if (!draw.oneIn(4)) {
            world.hosts[1 - first].start(Order.by("root", Command.second), false);
        }
        pass(8 * world.pulseNanos);
        world.oracle.paired();
    }

    /** Everything works again: the pair must be back within a bound made of the timeouts. */
    boolean healAll() {
        world.trace("--- heals, both are started");
        world.healed = true;
        world.network.lossy = false;
        world.network.heal();
        world.network.flush(0);
        world.network.flush(1);
        for (Host host : world.hosts) {
            host.process().calm();
            host.powerOn();
            host.failover(true);
            host.waitRule("");
            host.data.repair();
        }
        for (int turn = 0; turn < 60 && fine(); turn++) {
            for (Host host : world.hosts) {
                replaceDegraded(host);
                administrator.finishes();
                host.start(Order.by("root", Command.start), false);
            }
            pass(world.timeoutNanos / 2);
            if (fine() && paired() && writesAreAnswered()) {
                world.oracle.atEnd();
                sameTrees();
                return false;
            }
        }
        return fine() && mustAdministratorDecide();
    }

    /** The administrator's part after a failure of the replication (07b S7). */
    private static void replaceDegraded(Host host) {
        MirrorState state = host.state();
        if (state != null && state.degraded() && state.settled()) {
            host.command(Command.stop);
        }
    }

    private boolean paired() {
        Host a = world.hosts[0];
        Host b = world.hosts[1];
        boolean roles =
                (a.phase() == Phase.PRIMARY && b.phase() == Phase.SECONDARY && b.grant())
                        || (b.phase() == Phase.PRIMARY
                                && a.phase() == Phase.SECONDARY
                                && a.grant());
        return roles
                && a.runs()
                && b.runs()
                && !a.machineFrozen()
                && !b.machineFrozen()
                && a.ready()
                && b.ready()
                && a.data.quiet()
                && b.data.quiet();
    }

    /** A primary that answers no write is no service. */
    private boolean writesAreAnswered() {
        Host a = world.hosts[0];
        Host primary = a.phase() == Phase.PRIMARY ? a : world.hosts[1];
        int before = world.oracle.acknowledged;
        primary.data.write(0);
        pass(2 * world.pulseNanos);
        return fine() && paired() && world.oracle.acknowledged > before;
    }

    /** M7: quiesced, the two hold the same. */
    private void sameTrees() {
        Host a = world.hosts[0];
        Host b = world.hosts[1];
        a.data.apply(Integer.MAX_VALUE);
        b.data.apply(Integer.MAX_VALUE);
        if (!Arrays.equals(a.disk.memory, b.disk.memory)) {
            world.oracle.broken(
                    "M7 the trees differ: "
                            + Arrays.toString(a.disk.memory)
                            + " "
                            + Arrays.toString(b.disk.memory));
        }
    }

    private boolean mustAdministratorDecide() {
        Tuple a = world.hosts[0].disk.tuple;
        Tuple b = world.hosts[1].disk.tuple;
        Meeting meeting = Meeting.of(stand(0, a), stand(1, b));
        boolean diverged =
                meeting.relation() == Meeting.Relation.DIVERGED
                        || meeting.relation() == Meeting.Relation.DIVERGED_FAR;
        boolean bothSole = a.standing() == Standing.SOLE && b.standing() == Standing.SOLE;
        boolean unrelated = meeting.relation() == Meeting.Relation.UNRELATED;
        boolean allowed =
                ((diverged || unrelated) && bothSole)
                        || (unrelated && world.oracle.forcedEver)
                        || (a.id() == 0 && b.id() == 0);
        if (!allowed) {
            world.oracle.broken(
                    "D6 the pair did not come back: "
                            + meeting.relation()
                            + " "
                            + where(0)
                            + " | "
                            + where(1));
        }
        return true;
    }

    private Standpoint stand(int node, Tuple tuple) {
        return new Standpoint(tuple, false, true, true, node, "node" + (node + 1));
    }

    private @Nullable String where(int node) {
        Host host = world.hosts[node];
        return host.phase()
                + (host.machineFrozen() ? "(frozen) " : " ")
                + Words.of(host.disk.tuple)
                + (host.ready() ? "" : " busy");
    }
}
