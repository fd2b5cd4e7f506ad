package safekit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulator notices when a rule that keeps the extent logs true is not obeyed. */
class RemovedDataRuleTest {
    private static final int SEEDS = 5_000;

    @ParameterizedTest
    @EnumSource
    void is_found_within_5000_seeds(DataRule rule) {
        var options = new SimulationOptions(false, List.of(), List.of(rule));
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
