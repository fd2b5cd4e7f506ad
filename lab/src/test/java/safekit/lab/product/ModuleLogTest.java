package safekit.lab.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ModuleLogTest {
    private static final String OLD =
            "| 2021-08-06 08:40:20.909224 | reintegre | E | Reintegration ended (default)";
    private static final String NEW =
            "| 2021-08-06 08:40:20.909225 | heart | E | Local state PRIM Ready";
    private static final String SCRIPT =
            "| 2021-08-06 08:40:20.909226 | userplug | S | Script stop_prim \"force\" > a | b.ulog";

    @Test
    void lines_before_the_mark_do_not_count() {
        String log = OLD + "\n" + NEW + "\nno line\n";

        assertThat(ModuleLog.since("2021-08-06 08:40:20.909225", log)).containsExactly(NEW);
        assertThat(ModuleLog.since("", log)).containsExactly(OLD, NEW);
    }

    @Test
    void a_message_is_compared_as_a_whole_but_for_the_parts_that_vary() {
        assertThat(ModuleLog.message(SCRIPT)).isEqualTo("Script stop_prim \"force\" > a | b.ulog");
        assertThat(ModuleLog.says(NEW, "Local state PRIM Ready")).isTrue();
        assertThat(ModuleLog.says(NEW, "Local state <state>")).isTrue();
        assertThat(ModuleLog.says(NEW, "Local state PRIM")).isFalse();
        assertThat(ModuleLog.says(NEW, "state PRIM Ready")).isFalse();
        assertThat(ModuleLog.says(NEW, "Local state PRIM Ready<nothing>")).isFalse();
        assertThat(ModuleLog.says(NEW, "Local.state <state>")).isFalse();
        assertThat(ModuleLog.says(OLD, "Reintegration ended (<policy>)")).isTrue();
    }

    @Test
    void messages_are_told_in_their_order_among_others() {
        List<String> lines = List.of(OLD, NEW, SCRIPT);
        assertThat(ModuleLog.tells(lines, List.of("Local state <state>", "Script <script>")))
                .isTrue();
        assertThat(ModuleLog.tells(lines, List.of("Script <script>", "Local state <state>")))
                .isFalse();
        assertThat(ModuleLog.tells(lines, List.of("Script <script>", "Script <script>"))).isFalse();
    }

    @Test
    void a_mark_is_written_as_the_log_writes_dates() {
        assertThat(ModuleLog.mark()).hasSameSizeAs("2021-08-06 08:40:20.909224");
        assertThat(ModuleLog.since(ModuleLog.mark(), OLD)).isEmpty();
    }
}
