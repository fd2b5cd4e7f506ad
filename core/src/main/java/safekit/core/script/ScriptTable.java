package safekit.core.script;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import safekit.core.base.Check;
import safekit.core.base.ModuleState;
import safekit.core.script.ScriptCall.Timeout;

/**
 * The script execution table of spec 07 section 2, generated from its invariants: a family stops
 * when its states are left and starts when they are entered; stops come before {@code transition},
 * starts after it. A test compares the result with the printed table.
 */
public final class ScriptTable {
    /**
     * What a row depends on besides its states.
     *
     * @param mirror a mirror has all families; a farm or light module only {@code both} (OPEN 07-3)
     * @param restartServices services named to the scripts of a restart; empty for all (spec 05
     *     section 1)
     */
    public record Options(boolean mirror, List<String> restartServices) {
        /** A mirror module. */
        public static final Options MIRROR = new Options(true, List.of());

        /** A farm or light module. */
        public static final Options FARM = new Options(false, List.of());

        public Options {
            restartServices = List.copyOf(restartServices);
        }

        /** The same module, restarting only these services, in startup order. */
        public Options withRestartServices(List<String> services) {
            return new Options(mirror, services);
        }

        boolean has(Family family) {
            return mirror || family == Family.both;
        }
    }

    private final ModuleState from;
    private final ModuleState to;
    private final Options options;
    private final List<String> position;
    private final List<ScriptCall> calls = new ArrayList<>();

    private ScriptTable(ModuleState from, ModuleState to, Action action, Options options) {
        this.from = from;
        this.to = to;
        this.options = options;
        this.position = List.of(from.name(), to.name(), action.name());
    }

    /**
     * The scripts that this transition runs, in order, each to its end before the next. From and to
     * are the same for restart and update.
     *
     * @throws Check.BrokenInvariant if the table has no such row
     */
    public static List<ScriptCall> calls(
            ModuleState from, ModuleState to, Action action, Options options) {
        var table = new ScriptTable(from, to, action, options);
        switch (action) {
            case update -> table.update();
            case restart -> table.restart();
            default -> table.transition(action);
        }
        return List.copyOf(table.calls);
    }

    /**
     * The action word of rows 8 to 11, which follow the peer and not a command (OPEN 07-6): {@code
     * start} when the peer came, {@code stop} when it went.
     */
    public static Action peerDrivenAction(ModuleState from, ModuleState to) {
        var paired = EnumSet.of(ModuleState.PRIM, ModuleState.SECOND);
        var peerCame = from == ModuleState.ALONE && paired.contains(to);
        var peerWent = to == ModuleState.ALONE && paired.contains(from);
        Check.that(peerCame || peerWent, "no row 8 to 11 from " + from + " to " + to);
        return peerCame ? Action.start : Action.stop;
    }

    private void update() {
        Check.that(
                from == to && from != ModuleState.STOP && known(from),
                "no update from " + from + " to " + to);
        add("update", position, List.of(), Timeout.NONE);
    }

    private void restart() {
        Check.that(from == to && Family.both.runsIn(from) && known(from), "no restart in " + from);
        for (var family : Family.STOP_ORDER) {
            if (family.runsIn(from)) {
                stop(family, services());
                force(family, services());
            }
        }
        for (var family : Family.START_ORDER) {
            if (family.runsIn(from)) {
                start(family, services());
            }
        }
    }

    private void transition(Action action) {
        Check.that(
                next(from).contains(to) && known(from) && known(to),
                "no transition from " + from + " to " + to);
        if (to == ModuleState.STOP) {
            end();
            return;
        }
        for (var family : Family.STOP_ORDER) {
            if (family.runsIn(from) && !family.runsIn(to)) {
                stop(family, List.of());
                forceBeforeSecond(family);
            }
        }
        add("transition", position, List.of(), Timeout.NONE);
        for (var family : Family.START_ORDER) {
            if (family.runsIn(to) && !family.runsIn(from)) {
                start(family, List.of());
            }
        }
        if (from == ModuleState.STOP) {
            Check.that(action == Action.start, "no transition from STOP with the word " + action);
            add("prestart", List.of(), List.of(action.name()), Timeout.NONE);
        }
    }

    /**
     * Row 17: the force pass comes whatever ran before (OPEN 07-5), transition once (OPEN 07-1).
     */
    private void end() {
        for (var family : Family.FINAL_FORCE_ORDER) {
            if (options.has(family)) {
                force(family, List.of());
            }
        }
        add("poststop", position, List.of(), Timeout.NONE);
        add("transition", position, List.of(), Timeout.NONE);
    }

    /** Rows 10 and 13: the application must be gone before this node becomes secondary. */
    private void forceBeforeSecond(Family family) {
        if (family == Family.prim && to == ModuleState.SECOND) {
            force(family, List.of());
        }
    }

    private void start(Family family, List<String> extra) {
        add(family.start(), position, extra, Timeout.NONE);
    }

    private void stop(Family family, List<String> extra) {
        add(family.stop(), position, extra, Timeout.NICE);
    }

    private void force(Family family, List<String> extra) {
        add(family.stop(), position, extra, Timeout.FORCE);
    }

    private void add(String name, List<String> position, List<String> extra, Timeout timeout) {
        calls.add(new ScriptCall(name, position, extra, timeout));
    }

    private List<String> services() {
        return options.restartServices().isEmpty()
                ? List.of()
                : List.of("-Services", String.join(", ", options.restartServices()));
    }

    /** Whether this kind of module has that state. */
    private boolean known(ModuleState state) {
        return switch (state) {
            case STOP, WAIT -> true;
            case ALONE, PRIM, SECOND -> options.mirror();
            case UP -> !options.mirror();
            case UNKNOWN -> false;
        };
    }

    /** The states that a state may change into. */
    private static EnumSet<ModuleState> next(ModuleState from) {
        return switch (from) {
            case STOP, UP -> EnumSet.of(ModuleState.WAIT);
            case WAIT ->
                    EnumSet.of(
                            ModuleState.ALONE,
                            ModuleState.PRIM,
                            ModuleState.SECOND,
                            ModuleState.UP,
                            ModuleState.STOP);
            case ALONE -> EnumSet.of(ModuleState.PRIM, ModuleState.SECOND, ModuleState.WAIT);
            case PRIM -> EnumSet.of(ModuleState.ALONE, ModuleState.SECOND, ModuleState.WAIT);
            case SECOND -> EnumSet.of(ModuleState.ALONE, ModuleState.PRIM, ModuleState.WAIT);
            case UNKNOWN -> EnumSet.noneOf(ModuleState.class);
        };
    }
}
