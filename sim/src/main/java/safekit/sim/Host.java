package safekit.sim;

import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import safekit.core.mirror.Beat;
import safekit.core.mirror.Command;
import safekit.core.mirror.Event;
import safekit.core.mirror.MirrorState;
import safekit.core.mirror.Order;
import safekit.core.mirror.Phase;
import safekit.core.mirror.Settings;
import safekit.core.mirror.Warden;

/** One machine: its power, safeadmin, and at most one module process with its data plane. */
final class Host {
    private static final long MILLI = 1_000_000L;

    final int index;
    final Disk disk;
    final DataPlane data;
    private final World world;
    private final Settings settings;
    private final Draw draw;
    private final ApplicationCheck application;
    private final Codec codec;
    private final StreamEnd stream;
    private final Sleeper sleeper;

    private boolean power = true;
    private long bootId;
    private long pausedUntil;
    private long hungUntil;
    private long processes;

    private final Machine machine;
    private @Nullable StandIn warden;
    private long reservedUntil;

    /** Grows when the process or the power goes: what was under way is void. */
    private long life;

    private boolean failover = true;

    private final LoopCheck loops;

    Host(World world, int index, Settings settings, Draw seed) {
        this.world = world;
        this.index = index;
        this.settings = settings;
        this.draw = seed.fork();
        this.bootId = 1 + draw.between(1, 1L << 40);
        this.disk = new Disk(World.noData());
        this.data = new DataPlane(this, world, disk);
        this.application = new ApplicationCheck(world, index);
        this.codec = new Codec(world, index);
        this.loops = new LoopCheck(world, index);
        this.stream = new StreamEnd(this, world);
        this.machine = new Machine(this, world, new Edge(this, world));
        this.sleeper = new Sleeper(this, world.agenda);
        standIn(0);
    }

    boolean powered() {
        return power;
    }

    boolean hasProcess() {
        return power && state() != null;
    }

    boolean runs() {
        long now = world.agenda.now();
        return hasProcess() && pausedUntil <= now && hungUntil <= now;
    }

    Phase phase() {
        MirrorState state = state();
        return state == null ? Phase.STOPPED : state.phase();
    }

    boolean serving() {
        return hasProcess() && phase().serving();
    }

    /** Acknowledges or could acknowledge right now. */
    boolean servesNow() {
        boolean awake = machine.lastStep() >= stalledUntil();
        return runs() && awake && serving() && !machineFrozen();
    }

    boolean deciding() {
        return phase() == Phase.TAKING || phase() == Phase.RISING;
    }

    boolean inSession() {
        return is(state -> state.session() != 0);
    }

    boolean machineFrozen() {
        return is(MirrorState::frozen);
    }

    boolean ready() {
        return is(MirrorState::settled);
    }

    private boolean is(Predicate<MirrorState> property) {
        MirrorState state = state();
        return state != null && property.test(state);
    }

    @Nullable MirrorState state() {
        return machine.state();
    }

    boolean grant() {
        return is(MirrorState::grant);
    }

    long life() {
        return life;
    }

    Draw draw() {
        return draw;
    }

    Codec codec() {
        return codec;
    }

    ApplicationCheck application() {
        return application;
    }

    Machine process() {
        return machine;
    }

    Sleeper sleeper() {
        return sleeper;
    }

    StreamEnd stream() {
        return stream;
    }

    void standIn(long now) {
        life++;
        codec.processStarts();
        machine.ends();
        var state =
                Warden.standIn(
                        settings,
                        disk.tuple,
                        processes << 16 | 0xffff,
                        bootId,
                        true,
                        now,
                        reservedUntil);
        warden = new StandIn(this, world, state);
        warden.turn(life);
    }

    long pausedUntil() {
        return pausedUntil;
    }

    /** safeadmin has promised a peer not to decide before then; survives the module process. */
    void reserve(long until) {
        reservedUntil = Math.max(reservedUntil, until);
    }

    /** A command that starts the module; nothing when it runs already. */
    void start(Order order, boolean receiver) {
        if (!power || state() != null || pausedUntil > world.agenda.now()) {
            return;
        }
        long now = world.agenda.now();
        StandIn before = warden;
        long reserved = before == null ? 0 : before.state().reservedNanos(now);
        warden = null;
        life++;
        processes++;
        application.processStarts();
        codec.processStarts();
        world.trace("N" + index + " process " + processes + " " + order.command());
        Order _ = loops.pass(order);
        machine.starts(MirrorState.idle(settings, disk.tuple));
        machine.perform(
                new Event.Started(
                        now,
                        processes << 16,
                        disk.tuple,
                        bootId,
                        disk.anchorHolds(),
                        receiver,
                        failover,
                        reserved,
                        order));
        turn(life);
    }

    private void turn(long mine) {
        if (mine != life || state() == null) {
            return;
        }
        if (stalledUntil() > world.agenda.now()) {
            sleeper.whenAwake(mine, () -> turn(mine));
            return;
        }
        data.apply(draw.below(2));
        data.watch();
        raise(Event.Turn::new);
        world.agenda.after(settings.pulseNanos() / 2, () -> turn(mine));
    }

    long stalledUntil() {
        return Math.max(pausedUntil, hungUntil);
    }

    void powerOff() {
        if (!power) {
            return;
        }
        world.trace("N" + index + " POWER OFF " + phase());
        world.oracle.beforePowerOff(this);
        power = false;
        life++;
        stream.vanish();
        machine.ends();
        warden = null;
        data.lost(true);
        disk.lose(draw);
        application.powerOff();
        world.oracle.afterPowerOff(this);
        pausedUntil = 0;
        hungUntil = 0;
        machine.calm();
        reservedUntil = 0;
    }

    void powerOn() {
        if (power) {
            return;
        }
        world.trace("N" + index + " POWER ON");
        power = true;
        bootId = 1 + draw.between(1, 1L << 40);
        standIn(world.agenda.now());
    }

    /** The module process dies; safeadmin cleans up and starts it again after a while. */
    void processDies(boolean restartSoon) {
        if (!hasProcess()) {
            return;
        }
        world.trace("N" + index + " PROCESS DIES " + phase());
        doubtAfterDeath();
        world.oracle.queueLost(this, data.lost(false));
        stream.close();
        application.processDied();
        standIn(world.agenda.now());
        StandIn standIn = warden;
        boolean receiver = standIn != null && standIn.state().diedAsPrimary();
        long mine = life;
        long delay = restartSoon ? draw.between(100 * MILLI, 700 * MILLI) : 4 * world.timeoutNanos;
        world.agenda.after(
                delay,
                () -> {
                    if (life == mine) {
                        start(Order.AUTOMATIC, receiver);
                    }
                });
    }

    /** Under async="second" a secondary's process takes what it had only received with it. */
    private void doubtAfterDeath() {
        if (disk.tuple.boot().incarnation() == processes) {
            world.oracle.mayLack(this);
        }
    }

    void pause(long nanos) {
        if (power) {
            world.trace("N" + index + " PAUSED " + nanos / MILLI);
            pausedUntil = Math.max(pausedUntil, world.agenda.now() + nanos);
        }
    }

    void hang(long nanos) {
        if (!runs()) {
            return;
        }
        world.trace("N" + index + " HANGS " + nanos / MILLI);
        hungUntil = Math.max(hungUntil, world.agenda.now() + nanos);
        long mine = life;
        long patience = settings.timeoutNanos() / 3;
        world.agenda.after(
                patience + settings.pulseNanos(),
                () -> {
                    if (life == mine && hungUntil > world.agenda.now()) {
                        processDies(true);
                        hungUntil = 0;
                    }
                });
    }

    void command(Command command) {
        loops.give(this, Order.by("root", command));
    }

    /** A checker or a rule wants this. */
    void component(Command command) {
        loops.give(this, new Order(command, false, "called by errd", true, ""));
    }

    void failover(boolean on) {
        failover = on;
        raise(now -> new Event.FailoverSet(now, on));
    }

    /** The failover machine holds what waits in WAIT, or releases it. */
    void waitRule(String label) {
        raise(now -> new Event.WaitRule(now, label));
    }

    /** Gives the machine an event now, if it can take one. */
    void raise(LongFunction<Event> event) {
        if (runs()) {
            machine.perform(event.apply(world.agenda.now()));
        } else if (hasProcess()) {
            sleeper.whenAwake(life, () -> raise(event));
        }
    }

    /** A sync or another slow act of the disk; void when the process or the power goes. */
    void diskWork(Runnable done) {
        long mine = life;
        world.agenda.after(
                draw.between(MILLI, draw.oneIn(8) ? 250 * MILLI : 12 * MILLI),
                () -> sleeper.whenAwake(mine, done));
    }

    void exit(boolean forced) {
        world.trace("N" + index + " process ends" + (forced ? " by force" : " in order"));
        data.lost(false);
        if (forced) {
            doubtAfterDeath();
            application.processDied();
        } else {
            application.exited(world.oracle);
        }
        stream.close();
        standIn(world.agenda.now());
    }

    // ---- network

    void broadcast(Beat beat) {
        for (int lan = 0; lan < Network.LANS; lan++) {
            int onLan = lan;
            byte[] bytes = codec.datagram(lan, beat);
            world.network.datagram(index, lan, () -> world.peer(this).datagram(onLan, bytes));
        }
    }

    private void datagram(int lan, byte[] bytes) {
        if (!power) {
            return;
        }
        long now = world.agenda.now();
        if (pausedUntil > now || (hasProcess() && hungUntil > now)) {
            if (draw.flip()) {
                long mine = life;
                world.agenda.at(
                        Math.max(pausedUntil, hasProcess() ? hungUntil : 0),
                        () -> {
                            if (life == mine) {
                                datagram(lan, bytes);
                            }
                        });
            }
            return;
        }
        Beat beat = codec.open(lan, bytes);
        StandIn standIn = warden;
        if (beat == null) {
            return;
        }
        if (hasProcess()) {
            raise(time -> new Event.BeatHeard(time, lan, beat));
        } else if (standIn != null) {
            standIn.heard(beat);
        }
    }
}
