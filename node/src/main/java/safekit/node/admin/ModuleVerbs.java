package safekit.node.admin;

import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import safekit.core.base.DisplayState;
import safekit.core.base.ModuleState;
import safekit.core.base.Substate;
import safekit.core.local.LocalMessage.Request;
import safekit.core.mirror.Command;
import safekit.node.home.ModuleHome;
import safekit.node.install.Modules;
import safekit.node.local.Answer;
import safekit.node.local.CommandFailed;

/** Control of modules (spec 08 section 4). */
final class ModuleVerbs {
    private static final long POLL_NANOS = 50_000_000;

    private final Modules modules;
    private final Supervisor supervisor;
    private final ModuleStates states;
    private final Records records;

    ModuleVerbs(Modules modules, Supervisor supervisor, ModuleStates states, Records records) {
        this.modules = modules;
        this.supervisor = supervisor;
        this.states = states;
        this.records = records;
    }

    void register(Commands commands) {
        for (Command command :
                new Command[] {Command.start, Command.prim, Command.primforce, Command.second}) {
            commands.modifyWithCode(
                    command.name(), (call, answer) -> start(command, 0, call, answer));
        }
        for (Command command : new Command[] {Command.restart, Command.stopstart, Command.swap}) {
            commands.modifyWithCode(command.name(), (call, answer) -> order(command, call, answer));
        }
        commands.modifyWithCode("secondforce", this::secondForce);
        commands.modifyWithCode("stop", this::stop);
        commands.modify("forcestop", this::forceStop);
        commands.modify("shutdown", (call, answer) -> stopAll(call.author(), answer::error));
        commands.modifyWithCode("failover", this::failover);
        commands.query("waitstart", this::waitStart);
        commands.query("waitstop", this::waitStop);
        commands.query("waitstate", this::waitState);
        commands.modifyWithCode("incloop", (call, answer) -> loop("inc", call, answer));
        commands.modifyWithCode("resetloop", (call, answer) -> loop("reset", call, answer));
        commands.query("checkloop", (call, answer) -> loop("check", call, answer));
    }

    /** A secondary that is trusted except for what was modified after a date. */
    private int secondForce(Invocation call, Answer answer) throws IOException, CommandFailed {
        long since = SyncDate.parse(call.required("date"), ZoneId.systemDefault());
        if (since <= 0) {
            throw new CommandFailed("'%s' is before 1970".formatted(call.text("date")));
        }
        return start(Command.second, since, call, answer);
    }

    private int start(Command command, long since, Invocation call, Answer answer)
            throws IOException, CommandFailed {
        ModuleHome module = modules.requiredActive(call.module());
        String name = module.name();
        if (supervisor.runs(name)) {
            if (since != 0) {
                throw new CommandFailed(
                        "the module %1$s is running: stop it first with safekit stop -m %1$s"
                                .formatted(name));
            }
            return order(command, call, answer);
        }
        long mark = records.lastLine(name);
        supervisor.start(name, new StartOrder(command, call.has("fullsync"), author(call), since));
        WasStarted.of(module).set();
        if (command != Command.start) {
            decided(module, command, mark, answer);
        }
        return 0;
    }

    private void decided(ModuleHome module, Command command, long mark, Answer answer)
            throws IOException, CommandFailed {
        try {
            new StartDecision(supervisor, states, records)
                    .await(module.name(), command, mark, answer);
        } catch (CommandFailed refused) {
            WasStarted.of(module).clear();
            throw refused;
        }
    }

    private int stop(Invocation call, Answer answer) throws IOException, CommandFailed {
        ModuleHome module = modules.required(call.module());
        if (!call.counted()) {
            WasStarted.of(module).clear();
        }
        return supervisor.isStopped(module.name()) ? 0 : order(Command.stop, call, answer);
    }

    /** The module itself says why it refuses. */
    private int order(Command command, Invocation call, Answer answer)
            throws IOException, CommandFailed {
        String module = modules.requiredActive(call.module()).name();
        return supervisor.questions().askPatiently(module, request(command, call), answer::pass);
    }

    private static Request request(Command command, Invocation call) {
        return Request.of(
                "safeadmin",
                "order",
                command.name(),
                call.has("fullsync") ? "1" : "0",
                call.counted() ? "1" : "0",
                author(call),
                call.has("nosync") ? "1" : "0");
    }

    /** The text behind an action in the log; a rule of the failover machine brings its own. */
    private static String author(Invocation call) {
        return "called by " + call.author();
    }

    /** Asks first, then kills what does not end within its patience. */
    private void forceStop(Invocation call, Answer answer) throws IOException, CommandFailed {
        String module = modules.required(call.module()).name();
        if (supervisor.isStopped(module)) {
            return;
        }
        supervisor.endsForGood(module);
        Duration patience = supervisor.settings().patience(module);
        Thread asking =
                Thread.ofVirtual().start(() -> askToStop(module, request(Command.forcestop, call)));
        try {
            asking.join(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        int seconds = Math.toIntExact(Math.max(1, patience.toSeconds()));
        if (!states.await(module, state -> !supervisor.runs(module), seconds, answer)) {
            supervisor.killForGood(module);
        }
    }

    private void askToStop(String module, Request request) {
        try {
            supervisor.questions().ask(module, request, output -> {});
        } catch (IOException e) {
            supervisor.killForGood(module);
        }
    }

    /**
     * Orders all running modules to stop and waits for their end; sentences go to the sink. A
     * module that does not answer yet is asked again; a hung one is killed by its pulse; one that
     * died does not restart.
     */
    void stopAll(String author, Consumer<String> sink) {
        Request order =
                Request.of("safeadmin", "order", "shutdown", "0", "0", "called by " + author);
        Set<String> ordered = new HashSet<>();
        for (List<String> left = supervisor.running();
                !left.isEmpty();
                left = supervisor.running()) {
            for (String module : left) {
                if (hasProcess(module, sink)
                        && !ordered.contains(module)
                        && isOrdered(module, order, sink)) {
                    ordered.add(module);
                }
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private boolean hasProcess(String module, Consumer<String> sink) {
        try {
            return !supervisor.isStopped(module);
        } catch (IOException e) {
            sink.accept("%s: %s".formatted(module, e.getMessage()));
            return false;
        }
    }

    private boolean isOrdered(String module, Request order, Consumer<String> sink) {
        try {
            int code =
                    supervisor
                            .questions()
                            .ask(
                                    module,
                                    order,
                                    output -> sink.accept(output.text().stripTrailing()));
            return code == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private int failover(Invocation call, Answer answer) throws IOException, CommandFailed {
        ModuleHome module = modules.requiredActive(call.module());
        String value = call.required("value");
        UserSetting.failover(module).write(value.equals("on"));
        if (supervisor.runs(module.name())) {
            return supervisor
                    .questions()
                    .askPatiently(
                            module.name(),
                            Request.of("safeadmin", "failover", value),
                            answer::pass);
        }
        records.setResource(module.name(), "usersetting.failover", value, call.author());
        return 0;
    }

    private int loop(String act, Invocation call, Answer answer) throws IOException, CommandFailed {
        String module = modules.requiredActive(call.module()).name();
        return supervisor
                .questions()
                .askPatiently(
                        module, Request.of("safeadmin", "loop", act, call.author()), answer::pass);
    }

    private int waitStart(Invocation call, Answer answer) throws IOException, CommandFailed {
        return await(call, answer, state -> state.substate() != Substate.Transient);
    }

    private int waitStop(Invocation call, Answer answer) throws IOException, CommandFailed {
        return await(call, answer, state -> state.state() == ModuleState.STOP);
    }

    /** STOP NotReady, or the state with Ready. */
    private int waitState(Invocation call, Answer answer) throws IOException, CommandFailed {
        ModuleState wanted;
        try {
            wanted = ModuleState.valueOf(call.required("state").toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(
                    "'%s' is no state, expected: STOP, ALONE, UP, PRIM or SECOND"
                            .formatted(call.text("state")));
        }
        Substate substate = wanted == ModuleState.STOP ? Substate.NotReady : Substate.Ready;
        return await(
                call, answer, state -> state.state() == wanted && state.substate() == substate);
    }

    private int await(Invocation call, Answer answer, ModuleStates.Wanted wanted)
            throws IOException, CommandFailed {
        String module = modules.requiredActive(call.module()).name();
        int seconds = call.number("seconds", 0);
        if (states.await(module, wanted, seconds, answer)) {
            return 0;
        }
        DisplayState state = states.of(module);
        throw new CommandFailed(
                "the module %s is still %s after %d s".formatted(module, state, seconds));
    }
}
