package safekit.lab.product;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ModuleLogTest {
    private static final String OLD =
            "| 2021-08-06 08:40:20.909224 | reintegre | E | Reintegration ended (default)";
    private static final String NEW =
            "| 2021-08-06 08:40:20.909225 | heart | E | Local state PRIM Ready";

    @Test
    void lines_before_the_mark_do_not_count() {
        String log = OLD + "\n" + NEW + "\nno line\n";

        assertThat(ModuleLog.since("2021-08-06 08:40:20.909225", log)).containsExactly(NEW);
        assertThat(ModuleLog.since("", log)).containsExactly(OLD, NEW);
    }

    @Test
    void a_mark_is_written_as_the_log_writes_dates() {
        assertThat(ModuleLog.mark()).hasSameSizeAs("2021-08-06 08:40:20.909224");
        assertThat(ModuleLog.since(ModuleLog.mark(), OLD)).isEmpty();
    }
}
