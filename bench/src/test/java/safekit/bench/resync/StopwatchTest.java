package safekit.bench.resync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class StopwatchTest {
    private static final List<String> LOG =
            List.of(
                    "| 2026-11-28 10:00:00.000000 | heart | E | Local state SECOND Transient",
                    "| 2026-11-28 10:00:01.000000 | heart | E | Local state SECOND Ready",
                    "| 2026-11-28 10:05:59.500000 | heart | E | Local state SECOND Transient",
                    "| 2026-11-28 10:06:02.000000 | heart | E | Local state SECOND Ready");

    @Test
    void the_last_run_counts() {
        assertThat(Stopwatch.seconds(LOG, "SECOND Transient", "SECOND Ready")).isEqualTo(2.5);
    }

    @Test
    void what_did_not_end_has_no_duration() {
        assertThatThrownBy(() -> Stopwatch.seconds(LOG, "SECOND Ready", "SECOND Transient"))
                .hasMessageContaining("no `SECOND Ready` followed by");
    }
}
