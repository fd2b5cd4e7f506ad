package safekit.core.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import safekit.core.base.Check.BrokenInvariant;
import safekit.core.base.ModuleState;
import safekit.core.script.ScriptTable.Options;

/** M6 of design.md: along any walk each family starts and stops in turn, and never twice. */
class ScriptWalkTest {
    private record Step(ModuleState to, Action action) {}

    @Test
    void families_alternate_on_any_walk_of_a_mirror() {
        var steps = steps(Options.MIRROR);
        for (var seed = 0; seed < 200; seed++) {
            walk(seed, Options.MIRROR, steps);
        }
    }

    @Test
    void families_alternate_on_any_walk_of_a_farm() {
        var steps = steps(Options.FARM);
        for (var seed = 0; seed < 50; seed++) {
            walk(seed, Options.FARM, steps);
        }
    }

    private static void walk(int seed, Options options, Map<ModuleState, List<Step>> stepsOfState) {
        var random = new Random(seed);
        var running = EnumSet.noneOf(Family.class);
        var state = ModuleState.STOP;
        for (var count = 0; count < 100; count++) {
            var steps = stepsOfState.getOrDefault(state, List.of());
            var step = steps.get(random.nextInt(steps.size()));
            var where = "seed " + seed + ": " + state + " " + step.to() + " " + step.action();
            for (var call : ScriptTable.calls(state, step.to(), step.action(), options)) {
                apply(call, running, where);
            }
            state = step.to();
            for (var family : Family.values()) {
                assertThat(running.contains(family)).as(where).isEqualTo(family.runsIn(state));
            }
        }
    }

    private static Map<ModuleState, List<Step>> steps(Options options) {
        var steps = new EnumMap<ModuleState, List<Step>>(ModuleState.class);
        for (var from : ModuleState.values()) {
            steps.put(from, steps(from, options));
        }
        return steps;
    }

    /** Every transition, restart and update that the table accepts here. */
    private static List<Step> steps(ModuleState from, Options options) {
        var steps = new ArrayList<Step>();
        for (var to : ModuleState.values()) {
            for (var action : Action.values()) {
                try {
                    var _ = ScriptTable.calls(from, to, action, options);
                    steps.add(new Step(to, action));
                } catch (BrokenInvariant notInTheTable) {
                    assertThat(notInTheTable).hasMessageContaining(from.name());
                }
            }
        }
        return steps;
    }

    /** A force pass may always come; it finds the family stopped or never started. */
    private static void apply(ScriptCall call, EnumSet<Family> running, String where) {
        for (var family : Family.values()) {
            if (call.name().equals(family.start())) {
                assertThat(running.add(family)).as(where + " " + call.shown()).isTrue();
            } else if (call.name().equals(family.stop())) {
                var ran = running.remove(family);
                assertThat(ran).as(where + " " + call.shown()).isEqualTo(!call.forced());
            }
        }
    }
}
