package safekit.core.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void without_values_all_quantiles_are_zero() {
        assertThat(new Latencies().quantile(0.99)).isZero();
    }

    @Test
    void small_values_are_exact() {
        var latencies = new Latencies();
        for (int i = 1; i <= 31; i++) {
            latencies.record(i);
        }
        assertThat(latencies.quantile(0)).isEqualTo(1);
        assertThat(latencies.quantile(0.5)).isEqualTo(16);
        assertThat(latencies.quantile(1)).isEqualTo(31);
    }

    @Test
    void a_quantile_is_never_below_the_truth_and_at_most_a_step_above() {
        for (int seed = 0; seed < 50; seed++) {
            var random = new Random(seed);
            var latencies = new Latencies();
            long[] values = new long[1 + random.nextInt(2000)];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextLong(1L << (1 + random.nextInt(31)));
                latencies.record(values[i]);
            }
            Arrays.sort(values);
            for (double part : new double[] {0.5, 0.99, 0.999, 1}) {
                long truth = values[Math.max(0, (int) Math.ceil(part * values.length) - 1)];
                assertThat(latencies.quantile(part))
                        .as("seed %d, part %s", seed, part)
                        .isBetween(truth, truth + Math.max(0, truth / 32));
            }
        }
    }

    @Test
    void what_is_out_of_range_counts_as_the_end_of_it() {
        var latencies = new Latencies();
        latencies.record(-5);
        assertThat(latencies.quantile(1)).isZero();
        latencies.record(Long.MAX_VALUE);
        assertThat(latencies.quantile(1)).isGreaterThanOrEqualTo(1L << 32);
    }

    @Test
    void cleared_it_begins_again() {
        var latencies = new Latencies();
        latencies.record(1000);
        latencies.clear();
        assertThat(latencies.count()).isZero();
        assertThat(latencies.quantile(0.5)).isZero();
    }
}
