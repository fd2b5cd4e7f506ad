package safekit.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import safekit.core.base.LocalTimestamp;

class LineFormatTest {
    @Test
    void module_log_line_is_the_printed_sample() {
        var date = new LocalTimestamp(2021, 8, 6, 8, 40, 20, 909224);
        var line = new LogLine(Level.E, "reintegre", 1, "<message>");

        assertThat(line.print(date))
                .isEqualTo("| 2021-08-06 08:40:20.909224 | reintegre | E | <message>");
    }

    /** OPEN 09-2: always a dot before six digits. */
    @Test
    void microseconds_are_padded() {
        assertThat(new LocalTimestamp(2021, 8, 6, 16, 49, 33, 62).withMicroseconds())
                .isEqualTo("2021-08-06 16:49:33.000062");
    }

    @Test
    void another_component_may_tell_a_message() {
        var line = Message.RESOURCE_DOWN.line("tcp.id", "tcpcheck").from("tcpcheck");

        assertThat(line)
                .isEqualTo(
                        new LogLine(
                                Level.C,
                                "tcpcheck",
                                516,
                                "Resource tcp.id set to down by tcpcheck"));
    }

    @Test
    void normal_log_has_the_levels_c_e_u_s() {
        assertThat(Arrays.stream(Level.values()).filter(level -> !level.verboseOnly()))
                .containsExactly(Level.C, Level.E, Level.U, Level.S);
    }

    @Test
    void command_log_lines_are_the_printed_samples() {
        assertThat(
                        CommandLogLine.started("mirror", 6883, "config -m mirror")
                                .print(new LocalTimestamp(2021, 7, 27, 14, 37, 33, 205122)))
                .isEqualTo(
                        "| 2021-07-27 14:37:33.205122 |   safekit |   mirror |  6883 | START |"
                                + " config -m mirror");
        assertThat(
                        CommandLogLine.moduleStateChanged("mirror", "centos7-test3")
                                .print(new LocalTimestamp(2021, 7, 27, 14, 37, 33, 405597)))
                .isEqualTo(
                        "| 2021-07-27 14:37:33.405597 |   cluster |   mirror |     0 |     I |"
                                + " module state change on node centos7-test3");
        assertThat(
                        CommandLogLine.ended(6883, 0)
                                .print(new LocalTimestamp(2021, 7, 27, 14, 37, 34, 193280)))
                .isEqualTo(
                        "| 2021-07-27 14:37:34.193280 |           |          |  6883 |   END | 0");
        assertThat(CommandLogLine.clusterStateUpdated().text()).isEqualTo("update cluster state");
    }

    @Test
    void who_called_is_told_as_printed() {
        assertThat(CalledBy.console("admin", "10.0.0.103")).isEqualTo("admin@10.0.0.103");
        assertThat(CalledBy.consoleVia("admin", "::1", "10.0.0.107"))
                .isEqualTo("admin@::1via10.0.0.107");
    }

    @Test
    void texts_of_the_command_are_the_printed_ones() {
        assertThat(CommandText.WAITING_FOR_SAFEADMIN).isEqualTo("Waiting for safeadmin ..........");
        assertThat(CommandText.SAFEADMIN_NOT_RUNNING)
                .isEqualTo("Error: safeadmin administrator daemon not running");
        assertThat(CommandText.DEVICE_BUSY).isEqualTo("Error: Device or resource busy");
        assertThat(CommandText.invalidTime("500ms", "boot_delay", "s"))
                .isEqualTo(
                        "Error: invalid value '500ms' for the attribute boot_delay"
                                + " (expected time unit: 's')");
        assertThat(CommandText.server("https://10.0.0.107:9453"))
                .isEqualTo("---------------- Server=https://10.0.0.107:9453 ----------------");
        assertThat(CommandText.connectionRefused("10.0.0.107", 9453))
                .isEqualTo("curl: (7) Failed to connect to 10.0.0.107 port 9453");
        assertThat(CommandText.connectionTimedOut("10.0.0.107", 9453))
                .startsWith("curl: (28) Failed to connect to 10.0.0.107 port 9453");
    }
}
