package safekit.sim;

import java.util.ArrayDeque;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import safekit.core.mirror.Beat;
import safekit.core.mirror.Command;
import safekit.core.mirror.Effect;
import safekit.core.mirror.Event;
import safekit.core.mirror.Mirror;
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
    private final Edge edge;

    private boolean power = true;
    private long bootId;
    private long pausedUntil;
    private long hungUntil;
    private long processes;

    private @Nullable MirrorState machine;
    private Warden.@Nullable State warden;
    private long reservedUntil;

    /** Grows when the process or the power goes: what was under way is void. */
    private long life;

    private boolean failover = true;
    private int crashIn = -1;
    private boolean crashIsPowerOff;
    private long lastStep;

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
        this.stream = new StreamEnd(this, world);
        this.edge = new Edge(this, world);
        standIn(0);
    }

    // ---- what the world asks

    boolean powered() {
        return power;
    }

    boolean hasProcess() {
        return power && machine != null;
    }

    boolean runs() {
        long now = world.agenda.now();
        return hasProcess() && pausedUntil <= now && hungUntil <= now;
    }

    Phase phase() {
        return machine == null ? Phase.STOPPED : machine.phase();
    }

    boolean serving() {
        return hasProcess() && phase().serving();
    }

    /** Acknowledges or could acknowledge right now. */
    boolean servesNow() {
        boolean awake = lastStep >= stalledUntil();
        return runs() && awake && serving() && !machineFrozen();
    }

    boolean deciding() {
        return phase() == Phase.TAKING || phase() == Phase.RISING;
    }

    boolean inSession() {
        return machine != null && machine.session() != 0;
    }

    boolean mounted() {
        return runs() && application.mounted();
    }

    boolean machineFrozen() {
        return machine != null && machine.frozen();
    }

    boolean machineLostRight() {
        return machine != null && machine.lostRight();
    }

    boolean ready() {
        return machine != null && machine.settled();
    }

    @Nullable MirrorState machine() {
        return machine;
    }

    boolean grant() {
        return machine != null && machine.grant();
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

    StreamEnd stream() {
        return stream;
    }

    void send(Frame frame) {
        stream.send(frame);
    }

    // ---- life

    private void standIn(long now) {
        life++;
        codec.processStarts();
        machine = null;
        warden =
                Warden.standIn(
                        settings,
                        disk.tuple,
                        processes << 16 | 0xffff,
                        bootId,
                        true,
                        now,
                        reservedUntil);
        wardenTurn(life);
    }

    private void wardenTurn(long mine) {
        Warden.State state = warden;
        if (mine != life || !power || state == null) {
            return;
        }
        long now = world.agenda.now();
        if (pausedUntil > now) {
            world.agenda.at(pausedUntil, () -> wardenTurn(mine));
            return;
        }
        wardenStep(Warden.turn(state, now));
        world.agenda.after(settings.pulseNanos(), () -> wardenTurn(mine));
    }

    private void wardenStep(Warden.Step step) {
        warden = step.next();
        reservedUntil = Math.max(reservedUntil, step.next().reservedUntil());
        for (Effect effect : step.effects()) {
            switch (effect) {
                case Effect.Persist(var tuple) -> disk.tuple = tuple;
                case Effect.SendBeat(Beat beat) -> broadcast(beat);
                default -> throw new AssertionError("not an effect of the warden: " + effect);
            }
        }
    }

    /** A command that starts the module; nothing when it runs already. */
    void start(Order order, boolean receiver) {
        if (!power || machine != null || pausedUntil > world.agenda.now()) {
            return;
        }
        long now = world.agenda.now();
        Warden.State state = warden;
        long reserved = state == null ? 0 : state.reservedNanos(now);
        warden = null;
        life++;
        processes++;
        lastStep = now;
        application.processStarts();
        codec.processStarts();
        world.trace("N" + index + " process " + processes + " " + order.command());
        machine = MirrorState.idle(settings, disk.tuple);
        perform(
                new Event.Started(
                        now,
                        processes << 16,
                        disk.tuple,
                        bootId,
                        true,
                        receiver,
                        failover,
                        reserved,
                        order));
        turn(life);
    }

    private void turn(long mine) {
        if (mine != life || machine == null) {
            return;
        }
        if (stalledUntil() > world.agenda.now()) {
            whenAwake(mine, () -> turn(mine));
            return;
        }
        data.apply(draw.below(2));
        data.watch();
        raise(Event.Turn::new);
        world.agenda.after(settings.pulseNanos() / 2, () -> turn(mine));
    }

    private long stalledUntil() {
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
        machine = null;
        warden = null;
        data.lost();
        disk.lose(draw);
        application.powerOff();
        world.oracle.afterPowerOff(this);
        pausedUntil = 0;
        hungUntil = 0;
        crashIn = -1;
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
        world.oracle.queueLost(this, data.lost());
        stream.close();
        application.processDied();
        standIn(world.agenda.now());
        Warden.State state = warden;
        boolean receiver = state != null && state.diedAsPrimary();
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
            world.oracle.secondaryProcessDied(this);
        }
    }

    /** Dies between two effects of its next step. */
    void crashSoon(int effects, boolean powerOff) {
        crashIn = effects;
        crashIsPowerOff = powerOff;
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

    void calm() {
        crashIn = -1;
    }

    void command(Command command) {
        raise(now -> new Event.Ordered(now, Order.by("root", command), 1));
    }

    void failover(boolean on) {
        failover = on;
        raise(now -> new Event.FailoverSet(now, on));
    }

    // ---- the edge

    /** Gives the machine an event now, if it can take one. */
    void raise(LongFunction<Event> event) {
        if (runs()) {
            perform(event.apply(world.agenda.now()));
        } else if (hasProcess()) {
            whenAwake(life, () -> raise(event));
        }
    }

    private final ArrayDeque<Event> mailbox = new ArrayDeque<>();
    private boolean stepping;

    private void perform(Event event) {
        mailbox.add(event);
        if (stepping) {
            return;
        }
        stepping = true;
        while (!mailbox.isEmpty()) {
            step(mailbox.poll());
        }
        stepping = false;
    }

    private void step(Event event) {
        MirrorState before = machine;
        if (before == null) {
            return;
        }
        lastStep = world.agenda.now();
        Mirror.Step step = Mirror.step(before, event);
        if (!step.reason().isEmpty()) {
            world.trace("N" + index + " " + step.next().phase() + ": " + step.reason());
        }
        machine = step.next();
        Judge.of(world, this, before, step.next());
        long mine = life;
        for (Effect effect : step.effects()) {
            if (crashIn == 0) {
                crashIn = -1;
                crash();
            }
            if (life != mine) {
                mailbox.clear();
                return;
            }
            crashIn = crashIn > 0 ? crashIn - 1 : crashIn;
            edge.execute(effect);
        }
    }

    private void crash() {
        if (crashIsPowerOff) {
            powerOff();
        } else {
            processDies(true);
        }
    }

    /** A sync or another slow act of the disk; void when the process or the power goes. */
    void diskWork(Runnable done) {
        long mine = life;
        world.agenda.after(
                draw.between(MILLI, draw.oneIn(8) ? 250 * MILLI : 12 * MILLI),
                () -> whenAwake(mine, done));
    }

    private record Asleep(long life, Runnable action) {}

    private final ArrayDeque<Asleep> asleep = new ArrayDeque<>();

    /** Runs it now, or in order when the process is no longer paused; never in another life. */
    void whenAwake(long mine, Runnable action) {
        if (life != mine) {
            return;
        }
        boolean stalled = stalledUntil() > world.agenda.now();
        if (!stalled && asleep.isEmpty()) {
            action.run();
            return;
        }
        asleep.add(new Asleep(mine, action));
        if (asleep.size() == 1) {
            world.agenda.at(stalledUntil(), this::wake);
        }
    }

    private void wake() {
        if (stalledUntil() > world.agenda.now()) {
            world.agenda.at(stalledUntil(), this::wake);
            return;
        }
        while (!asleep.isEmpty()) {
            Asleep next = asleep.poll();
            if (next.life() == life) {
                next.action().run();
            }
        }
    }

    void exit(boolean forced) {
        world.trace("N" + index + " process ends" + (forced ? " by force" : " in order"));
        data.lost();
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
        if (pausedUntil > now || (machine != null && hungUntil > now)) {
            if (draw.flip()) {
                long mine = life;
                world.agenda.at(
                        Math.max(pausedUntil, machine == null ? 0 : hungUntil),
                        () -> {
                            if (life == mine) {
                                datagram(lan, bytes);
                            }
                        });
            }
            return;
        }
        Beat beat = codec.open(lan, bytes);
        Warden.State state = warden;
        if (beat == null) {
            return;
        }
        if (machine != null) {
            raise(time -> new Event.BeatHeard(time, lan, beat));
        } else if (state != null) {
            wardenStep(Warden.heard(state, now, beat));
        }
    }
}
