package safekit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DeterminismTest {
    @Test
    void a_seed_gives_the_same_trace_in_two_machines() throws IOException, InterruptedException {
        for (long seed : new long[] {11, 222, 3333}) {
            assertThat(hashInAnotherMachine(seed)).isEqualTo(hashInAnotherMachine(seed));
            assertThat(hashInAnotherMachine(seed)).contains(hashHere(seed));
        }
    }

    @Test
    void two_seeds_give_two_traces() {
        assertThat(hashHere(11)).isNotEqualTo(hashHere(222));
    }

    private static String hashHere(long seed) {
        var result = Simulation.run(seed, SimulationOptions.PRODUCT);
        return "seed " + seed + " trace hash " + Long.toHexString(result.traceHash());
    }

    private static String hashInAnotherMachine(long seed) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String root = System.getProperty("repository.root");
        String classes = root + "/core/target/classes:" + root + "/sim/target/classes";
        var process =
                new ProcessBuilder(
                                java,
                                "-cp",
                                classes,
                                "safekit.sim.Main",
                                "--seed",
                                "" + seed,
                                "--hash")
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
