package safekit.core.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import safekit.core.base.Check.BrokenInvariant;
import safekit.core.base.ModuleState;
import safekit.core.script.ScriptCall.Timeout;
import safekit.core.script.ScriptTable.Options;

class ScriptTableTest {
    @ParameterizedTest
    @MethodSource("rows")
    void runs_the_scripts_of_the_printed_row(String row) {
        var words = row.substring(0, row.indexOf(':')).split(" ", -1);
        var calls =
                ScriptTable.calls(
                        ModuleState.valueOf(words[2]),
                        ModuleState.valueOf(words[3]),
                        Action.valueOf(words[4]),
                        words[1].equals("mirror") ? Options.MIRROR : Options.FARM);

        assertThat(notation(calls)).isEqualTo(row.substring(row.indexOf(':') + 2));
    }

    static List<String> rows() throws IOException {
        try (var file = ScriptTableTest.class.getResourceAsStream("table.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    /** The calls in the table's own notation. */
    private static String notation(List<ScriptCall> calls) {
        var words = new ArrayList<String>();
        for (var call : calls) {
            var graceful = !words.isEmpty() && words.getLast().equals(call.name());
            if (call.forced() && graceful) {
                words.set(words.size() - 1, call.name() + "*");
            } else {
                words.add(call.name() + (call.forced() ? " force" : ""));
            }
        }
        return String.join(", ", words);
    }

    @Test
    void gives_every_script_but_prestart_state_next_state_and_action() {
        assertThat(lines(ModuleState.STOP, ModuleState.WAIT, Action.start))
                .containsExactly("transition STOP WAIT start", "prestart start");
        assertThat(lines(ModuleState.WAIT, ModuleState.STOP, Action.stop))
                .containsExactly(
                        "stop_sec force WAIT STOP stop",
                        "stop_prim force WAIT STOP stop",
                        "stop_second force WAIT STOP stop",
                        "stop_both force WAIT STOP stop",
                        "poststop WAIT STOP stop",
                        "transition WAIT STOP stop");
        assertThat(lines(ModuleState.PRIM, ModuleState.PRIM, Action.restart))
                .containsExactly(
                        "stop_prim PRIM PRIM restart",
                        "stop_prim force PRIM PRIM restart",
                        "stop_both PRIM PRIM restart",
                        "stop_both force PRIM PRIM restart",
                        "start_both PRIM PRIM restart",
                        "start_prim PRIM PRIM restart");
    }

    private static List<String> lines(ModuleState from, ModuleState to, Action action) {
        return ScriptTable.calls(from, to, action, Options.MIRROR).stream()
                .map(call -> call.name() + " " + String.join(" ", call.arguments()))
                .toList();
    }

    @Test
    void appends_the_restart_services_to_stop_and_start_scripts_of_a_restart() {
        var options = Options.MIRROR.withRestartServices(List.of("S2", "S3"));

        var calls = ScriptTable.calls(ModuleState.PRIM, ModuleState.PRIM, Action.restart, options);

        assertThat(calls).allMatch(call -> call.extra().equals(List.of("-Services", "S2, S3")));
        assertThat(calls.get(1).arguments())
                .containsExactly("force", "PRIM", "PRIM", "restart", "-Services", "S2, S3");
    }

    @Test
    void names_the_time_limit_of_each_pass() {
        var calls =
                ScriptTable.calls(
                        ModuleState.PRIM, ModuleState.SECOND, Action.swap, Options.MIRROR);

        assertThat(calls)
                .extracting(ScriptCall::timeout)
                .containsExactly(
                        Timeout.NICE, Timeout.FORCE, Timeout.NONE, Timeout.NONE, Timeout.NONE);
    }

    /** OPEN 07-6. */
    @Test
    void says_start_when_the_peer_came_and_stop_when_it_went() {
        assertThat(ScriptTable.peerDrivenAction(ModuleState.ALONE, ModuleState.PRIM))
                .isEqualTo(Action.start);
        assertThat(ScriptTable.peerDrivenAction(ModuleState.PRIM, ModuleState.ALONE))
                .isEqualTo(Action.stop);
        assertThat(ScriptTable.peerDrivenAction(ModuleState.ALONE, ModuleState.SECOND))
                .isEqualTo(Action.start);
        assertThat(ScriptTable.peerDrivenAction(ModuleState.SECOND, ModuleState.ALONE))
                .isEqualTo(Action.stop);
        for (var to : List.of(ModuleState.WAIT, ModuleState.ALONE)) {
            assertThatThrownBy(() -> ScriptTable.peerDrivenAction(ModuleState.ALONE, to))
                    .isInstanceOf(BrokenInvariant.class);
        }
    }

    @Test
    void refuses_transitions_that_the_table_does_not_have() {
        refuses(ModuleState.STOP, ModuleState.PRIM, Action.start, Options.MIRROR);
        refuses(ModuleState.PRIM, ModuleState.STOP, Action.stop, Options.MIRROR);
        refuses(ModuleState.ALONE, ModuleState.ALONE, Action.start, Options.MIRROR);
        refuses(ModuleState.WAIT, ModuleState.UP, Action.start, Options.MIRROR);
        refuses(ModuleState.WAIT, ModuleState.ALONE, Action.start, Options.FARM);
        refuses(ModuleState.WAIT, ModuleState.WAIT, Action.restart, Options.MIRROR);
        refuses(ModuleState.STOP, ModuleState.STOP, Action.update, Options.MIRROR);
        refuses(ModuleState.STOP, ModuleState.WAIT, Action.stop, Options.MIRROR);
    }

    private static void refuses(ModuleState from, ModuleState to, Action action, Options options) {
        assertThatThrownBy(() -> ScriptTable.calls(from, to, action, options))
                .isInstanceOf(BrokenInvariant.class);
    }
}
