package safekit.node.module;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import safekit.core.failover.LoopCounter;
import safekit.core.failover.RuleAction;
import safekit.core.generation.SyncPolicy;
import safekit.core.generation.Tuple;
import safekit.core.message.LogLine;
import safekit.core.mirror.Command;
import safekit.core.mirror.Effect;
import safekit.core.mirror.Event;
import safekit.core.mirror.LoopGate;
import safekit.core.mirror.Mirror;
import safekit.core.mirror.MirrorState;
import safekit.core.mirror.Order;
import safekit.node.heartbeat.Heartbeats;
import safekit.node.store.TupleFile;

/** Executes the effects of the machine, and turns what rules want into orders. One thread. */
final class Edge implements ModuleLoop.Executor, RuleBook.Wanted {
    /** The parts that effects act on. */
    record Parts(
            Journal journal,
            ResourceBoard board,
            TupleFile tuple,
            Replication replication,
            Scripts scripts,
            Addresses addresses,
            MaxLoop maxLoop,
            Witness witness,
            SyncWatch sync) {}

    private final Parts parts;
    private final Map<Long, Consumer<String>> replies = new TreeMap<>();
    private final RuleBook rules;
    private final Checkers checkers;
    private final Runnable reboot;
    private @Nullable ModuleLoop loop;
    private @Nullable Heartbeats heartbeats;
    private @Nullable RefusedTraffic refused;
    private final StreamFigures figures;
    private final CopyResources copy;
    private @Nullable TaskRunner tasks;
    private long steps;
    private long cause;
    private long reply;
    private volatile Effect.@Nullable Exit exit;

    Edge(Parts parts, Checkers checkers, ModuleSetup setup, Runnable reboot) {
        this.parts = parts;
        this.checkers = checkers;
        this.reboot = reboot;
        figures = new StreamFigures(parts.board(), parts.replication()::figures);
        copy = new CopyResources(parts.board(), parts.replication()::progress);
        rules = new RuleBook(setup.config().failover(), parts.sync().hasDelta(), this);
    }

    /** Connects what needs this edge itself; before the loop starts. */
    void connect(ModuleLoop theLoop, Heartbeats theHeartbeats, TaskRunner theTasks) {
        loop = theLoop;
        heartbeats = theHeartbeats;
        refused =
                new RefusedTraffic(
                        parts.board(), theHeartbeats::refused, parts.replication()::refused);
        tasks = theTasks;
    }

    /** How the module ended, null while it runs. */
    Effect.@Nullable Exit exit() {
        return exit;
    }

    // ---- the machine

    @Override
    public void execute(Mirror.Step step, Event event) {
        steps++;
        cause = event instanceof Event.TaskEnded ? parts.journal().taskCause() : steps;
        if (!step.reason().isEmpty()) {
            trace(step.next().phase() + ": " + step.reason());
        }
        for (Effect effect : step.effects()) {
            execute(effect);
        }
        checkers.primWindow(step.next().serving(), step.next().settled(), step.next().addressed());
    }

    private void execute(Effect effect) {
        switch (effect) {
            case Effect.Persist(var tuple) -> persist(tuple);
            case Effect.SendBeat beat -> {
                Objects.requireNonNull(heartbeats).send(beat.beat());
                parts.replication().execute(beat);
            }
            case Effect.TestWitness(long token) ->
                    parts.witness()
                            .ask(
                                    reached ->
                                            loop().raise(
                                                            now ->
                                                                    new Event.WitnessTested(
                                                                            now, token, reached)));
            case Effect.Run run -> {
                parts.journal().taskFollows(cause);
                Objects.requireNonNull(tasks).run(run);
            }
            case Effect.KillScript _ -> parts.scripts().kill();
            case Effect.DropAddressesNow _ -> dropAddresses();
            case Effect.Reply(long token, String error) -> reply(token, error);
            case Effect.Log(var line) -> parts.journal().write(line, cause);
            case Effect.SetResource(String name, String value, String by) ->
                    parts.board().set(name, value, by);
            case Effect.Exit ends -> {
                exit = ends;
                loop().stop();
            }
            default -> parts.replication().execute(effect);
        }
    }

    private void persist(Tuple tuple) {
        try {
            parts.tuple().write(tuple);
        } catch (IOException e) {
            throw new UncheckedIOException("the tuple cannot be written", e);
        }
    }

    private void dropAddresses() {
        try {
            parts.addresses().drop();
        } catch (IOException e) {
            throw new UncheckedIOException("a virtual address cannot be given up", e);
        }
    }

    private void reply(long token, String error) {
        Consumer<String> waiting = replies.remove(token);
        if (waiting != null) {
            waiting.accept(error);
        } else if (!error.isEmpty()) {
            trace("an order was refused: " + error);
        }
    }

    @Override
    public void turned(MirrorState now) {
        Objects.requireNonNull(refused).show(System.nanoTime());
        figures.show(System.nanoTime());
        parts.sync().turned(now, System.currentTimeMillis());
        if (parts.sync().due(LocalDateTime.now(ZoneId.systemDefault()))) {
            loop().raise(time -> new Event.SyncDue(time, true));
        }
        copy.show(System.nanoTime());
        boolean checkersOn = !parts.board().value("usersetting.checker").equals("off");
        rules.evaluate(now, parts.board().snapshot(), checkersOn);
    }

    // ---- orders

    /** An order of safeadmin or of a rule; the answer is empty when it was accepted. */
    void order(Order order, Consumer<String> answer) {
        LoopGate.Passed passed = parts.maxLoop().pass(order);
        if (!parts.maxLoop().unkept().isEmpty()) {
            trace(parts.maxLoop().unkept());
        }
        if (passed.outcome() == LoopCounter.Outcome.REBOOT) {
            trace("automatic_reboot: the server reboots instead of a stopstart");
            reboot.run();
            answer.accept("");
            return;
        }
        long token = ++reply;
        replies.put(token, answer);
        loop().raise(now -> new Event.Ordered(now, passed.order(), token));
    }

    /** An administrator says how the next reintegration copies; the answer may take a while. */
    void policy(SyncPolicy.Kind kind, String uid, boolean checked, Consumer<String> answer) {
        long token = ++reply;
        replies.put(token, answer);
        loop().raise(now -> new Event.PolicyAsked(now, kind, uid, checked, token));
    }

    @Override
    public void waitRule(String label) {
        loop().raise(now -> new Event.WaitRule(now, label));
    }

    @Override
    public void forceUptodate(boolean holds) {
        loop().raise(now -> new Event.ForceUptodate(now, holds));
    }

    @Override
    public void act(RuleAction action, String label, String reason) {
        trace("failover rule " + label + " wants " + action + ": " + reason);
        var order =
                new Order(Command.valueOf(action.name()), false, Order.FROM_RULE + label, true, "");
        order(order, error -> {});
    }

    // ---- lines

    /** A line of the internal trace. */
    void trace(String text) {
        parts.journal().trace(text, cause);
    }

    /** A line that follows from what this thread does now. */
    void log(LogLine line) {
        parts.journal().write(line, cause);
    }

    private ModuleLoop loop() {
        return Objects.requireNonNull(loop);
    }
}
