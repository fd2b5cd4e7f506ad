package safekit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import safekit.core.mirror.SafetyRule;

/** The simulator notices when a rule of docs/generations.md section 9 is not obeyed. */
class RemovedRuleTest {
    private static final int SEEDS = 5_000;

    /** The rules about pauses are left to {@link DirectedScenarioTest}: they need a rare order. */
    @ParameterizedTest
    @EnumSource(
            value = SafetyRule.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"PAUSED_SECONDARY_VOID", "PAUSED_PRIMARY_ASKS"})
    void is_found_within_5000_seeds(SafetyRule rule) {
        var options = SimulationOptions.without(false, List.of(rule));
        for (long seed = 1; seed <= SEEDS; seed++) {
            var result = Simulation.run(seed, options);
            if (!result.violation().isEmpty()) {
                System.out.println(rule + ": seed " + seed + ", " + result.violation());
                return;
            }
        }
        assertThat(rule).as("not found within %d seeds", SEEDS).isNull();
    }
}
