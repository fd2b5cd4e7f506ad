package safekit.sim;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import safekit.core.mirror.Beat;
import safekit.core.mirror.Command;
import safekit.core.mirror.Control;
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

    private long connection;
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
        closeConnectionSilently();
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
        closeConnection();
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
            execute(effect);
        }
    }

    private void crash() {
        if (crashIsPowerOff) {
            powerOff();
        } else {
            processDies(true);
        }
    }

    private void execute(Effect effect) {
        switch (effect) {
            case Effect.Persist(var tuple) -> {
                world.trace("N" + index + " persists " + Words.of(tuple));
                Judge.persists(world, this, tuple);
                disk.tuple = tuple;
            }
            case Effect.SendBeat(Beat beat) -> {
                broadcast(beat);
                sendControl(new Control.Pulse(beat));
            }
            case Effect.SendControl(Control control) -> sendControl(control);
            case Effect.OpenStream _ -> open();
            case Effect.CloseStream _ -> closeConnection();
            case Effect.Acknowledge(var rule) -> data.acknowledge(rule);
            case Effect.Track(int log) -> data.track(log);
            case Effect.SaveReceived(int log) -> data.saveReceived(log);
            case Effect.ForgetLogs(var kept) -> disk.forgetLogs(kept);
            case Effect.Copy copy -> data.copy(copy.session(), copy.plan());
            case Effect.Receive(long session) -> data.receive(session);
            case Effect.Lead(long session) -> data.lead(session);
            case Effect.Follow(long session) -> data.follow(session);
            case Effect.EndSession _ -> data.endSession();
            case Effect.Settle(long token) -> data.settle(token);
            case Effect.Drain(long token) -> data.drain(token);
            case Effect.Checkpoint(long token) -> data.checkpoint(token);
            case Effect.Retire(long token) -> data.retire(token);
            case Effect.Reopen _ -> data.reopen();
            case Effect.TestWitness(long token) -> witness(token);
            case Effect.Run run -> run(run);
            case Effect.KillScript _ -> application.killed();
            case Effect.DropAddressesNow _ -> application.dropAddresses();
            case Effect.Exit(boolean forced) -> exit(forced);
            case Effect.WriteAnchor _, Effect.Reply _, Effect.Log _, Effect.SetResource _ -> {}
        }
    }

    private void run(Effect.Run run) {
        application.begins(run.step(), machine);
        long mine = life;
        world.agenda.after(
                application.duration(run.step(), draw),
                () -> {
                    if (life == mine) {
                        application.ends(run.step());
                        boolean success = application.succeeds(run.step(), draw);
                        raise(now -> new Event.TaskEnded(now, run.task(), success, "simulated"));
                    }
                });
    }

    private void witness(long token) {
        long mine = life;
        world.agenda.after(
                draw.between(MILLI, 30 * MILLI),
                () -> {
                    if (life == mine) {
                        boolean reached = world.witnessReached(this);
                        raise(now -> new Event.WitnessTested(now, token, reached));
                    }
                });
    }

    private void exit(boolean forced) {
        world.trace("N" + index + " process ends" + (forced ? " by force" : " in order"));
        data.lost();
        if (forced) {
            doubtAfterDeath();
            application.processDied();
        } else {
            application.exited(world.oracle);
        }
        closeConnection();
        standIn(world.agenda.now());
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
    private void whenAwake(long mine, Runnable action) {
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

    // ---- network

    private void broadcast(Beat beat) {
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

    private void open() {
        Host peer = world.peer(this);
        closeConnection();
        long mine = life;
        world.agenda.after(
                draw.between(MILLI, 6 * MILLI),
                () -> {
                    if (life != mine) {
                        return;
                    }
                    boolean cut = world.network.streamCut[0] || world.network.streamCut[1];
                    if (cut || !peer.hasProcess()) {
                        raise(now -> new Event.StreamDown(now, "not connected"));
                        return;
                    }
                    peer.closeConnection();
                    connection = world.network.connect();
                    peer.connection = connection;
                    raise(Event.StreamUp::new);
                });
    }

    /** This side closes: the other notices unless the network is cut. */
    private void closeConnection() {
        long old = connection;
        connection = 0;
        if (old == 0 || !world.network.alive(old)) {
            return;
        }
        world.network.close(old);
        Host peer = world.peer(this);
        if (!world.network.streamCut[index]) {
            world.agenda.after(
                    draw.between(MILLI, 5 * MILLI),
                    () -> {
                        if (peer.connection == old) {
                            peer.connection = 0;
                            peer.raise(now -> new Event.StreamDown(now, "closed by the peer"));
                        }
                    });
        }
    }

    private void closeConnectionSilently() {
        world.network.close(connection);
        connection = 0;
    }

    private void sendControl(Control control) {
        Host peer = world.peer(this);
        byte[] bytes = codec.control(control);
        stream(() -> peer.raise(now -> new Event.ControlHeard(now, peer.codec.control(bytes))));
    }

    void sendFrame(DataPlane.Frame frame) {
        Host peer = world.peer(this);
        stream(
                () -> {
                    if (peer.hasProcess()) {
                        peer.frame(frame);
                    }
                });
    }

    private void stream(Runnable arrival) {
        long on = connection;
        if (on == 0) {
            return;
        }
        if (world.network.alive(on)) {
            world.network.stream(index, on, arrival);
        } else if (!world.network.streamCut[0] && !world.network.streamCut[1]) {
            reset(on);
        }
    }

    /** The peer's kernel knows nothing of this connection, if it runs at all. */
    private void reset(long dead) {
        if (!world.peer(this).powered()) {
            return;
        }
        world.agenda.after(
                MILLI,
                () -> {
                    if (connection == dead) {
                        connection = 0;
                        raise(now -> new Event.StreamDown(now, "reset by the peer"));
                    }
                });
    }

    private void frame(DataPlane.Frame frame) {
        whenAwake(
                life,
                () -> {
                    raise(Event.StreamHeard::new);
                    if (machine != null) {
                        data.heard(frame);
                    }
                });
    }

    long lastStep() {
        return lastStep;
    }

    List<String> applicationState() {
        return application.state();
    }
}
