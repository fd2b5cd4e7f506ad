package safekit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A few thousand seeds in each build; {@code make sim SEEDS=1000000} runs any number. */
class SeedsTest {
    private static final int SEEDS = Integer.getInteger("sim.seeds", 4_000);

    @Test
    void no_seed_breaks_an_invariant() {
        List<String> violations = new ArrayList<>();
        int acknowledged = 0;
        int served = 0;
        long begun = System.nanoTime();
        for (long seed = 1; seed <= SEEDS; seed++) {
            var result = Simulation.run(seed, SimulationOptions.PRODUCT);
            acknowledged += result.acknowledged();
            served += result.served();
            if (!result.violation().isEmpty()) {
                violations.add(result.violation() + " (make sim SEED=" + seed + ")");
            }
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf(
                "%d seeds, %.0f per second and core, %d acknowledged writes, served %d times%n",
                SEEDS, SEEDS / seconds, acknowledged, served);
        assertThat(violations).isEmpty();
        assertThat(acknowledged).as("the schedules write").isGreaterThan(2 * SEEDS);
        assertThat(served).as("the schedules fail over").isGreaterThan(2 * SEEDS);
    }
}
