package safekit.core.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import safekit.core.base.LocalTimestamp;
import safekit.core.script.ScriptCall.Timeout;

class UserlogTest {
    private static final LocalTimestamp DATE = new LocalTimestamp(2024, 2, 12, 9, 14, 10, 0);

    @Test
    void names_file_and_header_as_in_the_specification() {
        var call = call("start_prim", List.of(), Timeout.NONE);

        assertThat(Userlog.fileName(call, DATE))
                .isEqualTo("userlog_2024-02-12T091410_start_prim.ulog");
        assertThat(Userlog.header(call, DATE))
                .isEqualTo("----------- 2024-02-12T09:14:10 start_prim");
    }

    @Test
    void log_line_shows_only_the_arguments_beside_the_position() {
        assertThat(text("start_prim", List.of(), Timeout.NONE))
                .isEqualTo("Script start_prim > userlog_2024-02-12T091410_start_prim.ulog");
        assertThat(text("prestart", List.of("start"), Timeout.NONE))
                .isEqualTo("Script prestart \"start\" > userlog_2024-02-12T091410_prestart.ulog");
        assertThat(text("stop_prim", List.of("-Services", "S2, S3"), Timeout.FORCE))
                .isEqualTo(
                        "Script stop_prim \"force -Services S2, S3\""
                                + " > userlog_2024-02-12T091410_stop_prim.ulog");
    }

    @Test
    void log_line_without_userlog_names_only_the_script() {
        var call = call("start_prim", List.of(), Timeout.NONE);

        assertThat(Userlog.startedWithoutFile(call).text()).isEqualTo("Script start_prim");
    }

    private static String text(String name, List<String> extra, Timeout timeout) {
        return Userlog.started(call(name, extra, timeout), DATE).text();
    }

    private static ScriptCall call(String name, List<String> extra, Timeout timeout) {
        return new ScriptCall(name, List.of("WAIT", "ALONE", "start"), extra, timeout);
    }
}
