package safekit.bench.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScriptTimesTest {

    @Test
    void a_run_has_begin_and_end() {
        var runs = ScriptTimes.parse("stop_prim 1000 2000\nstart_prim 5000000 8500000\n");
        assertThat(runs).hasSize(2);
        assertThat(runs.getLast()).isEqualTo(new ScriptTimes.Run("start_prim", 5000000, 8500000));
        assertThat(runs.getLast().millis()).isEqualTo(3.5);
    }
}
