package safekit.node.module;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import safekit.core.mirror.Command;

/** Two modules with real heartbeats, scripts and files; only the data plane is a stub. */
final class ModulePairTest {
    @TempDir Path directory;

    @Test
    void becomes_primary_and_secondary_then_the_secondary_takes_over_after_an_ordered_stop()
            throws Exception {
        Twins[] twins = Twins.pair();
        try (var node1 = node(1, "node1", twins[0]);
                var node2 = node(1, "node2", twins[1])) {
            node1.start(1, Command.prim);
            node1.awaitState("ALONE Ready");
            node2.start(1, Command.start);
            node1.awaitState("PRIM Ready");
            node2.awaitState("SECOND Ready");
            assertThat(node1.ask("order", "stop", "0", "0", "called by root").code()).isZero();
            assertThat(node1.process.awaitEnd(15_000)).isEqualTo(ModuleProcess.ENDED);
            node2.awaitState("ALONE Ready");
            node1.end();
            node2.end();
            assertThat(node1.home.lines())
                    .contains(
                            "Action prim called by root",
                            "Local state WAIT Transient",
                            "Local state ALONE Ready",
                            "Remote state SECOND Ready",
                            "Local state PRIM Ready",
                            "Action stop called by root",
                            "Local state STOP NotReady");
            assertThat(node2.home.lines())
                    .contains(
                            "Action start called by root",
                            "Local state SECOND Ready",
                            "Action alone called by heart: remote stop",
                            "Local state ALONE Ready");
            assertThat(node1.home.calls())
                    .containsSubsequence(
                            "transition STOP WAIT start",
                            "prestart start",
                            "start_prim WAIT ALONE start",
                            "stop_prim PRIM WAIT stop",
                            "stop_prim force WAIT STOP stop",
                            "poststop WAIT STOP stop");
        }
    }

    @Test
    void takes_over_after_the_death_of_the_primary() throws Exception {
        Twins[] twins = Twins.pair();
        try (var node1 = node(2, "node1", twins[0]);
                var node2 = node(2, "node2", twins[1])) {
            node1.start(1, Command.prim);
            node1.awaitState("ALONE Ready");
            node2.start(1, Command.start);
            node2.awaitState("SECOND Ready");
            node1.end();
            node2.await("Action alone called by heart: no heartbeat");
            node2.awaitState("ALONE Ready");
            node2.end();
            assertThat(node2.home.lines())
                    .contains(
                            "Resource heartbeat.a set to down by heart",
                            "Resource heartbeat.b set to down by heart",
                            "Remote state UNKNOWN Unknown");
        }
    }

    @Test
    void answers_the_verbs_of_safeadmin() throws Exception {
        Twins[] twins = Twins.pair();
        try (var node = node(3, "node1", twins[0])) {
            node.start(1, Command.prim);
            node.awaitState("ALONE Ready");
            assertThat(node.ask("pulse").text()).isEqualTo("ALONE ALONE Ready 65536 consistent\n");
            assertThat(node.ask("state").text().lines().findFirst().orElse(""))
                    .startsWith("state.local                             ALONE Ready       ");
            assertThat(node.ask("set", "custom.x", "down", "me", "default").code()).isZero();
            node.await("Resource custom.x set to down by me");
            assertThat(node.ask("get", "custom.x").text()).isEqualTo("down\n");
            assertThat(node.ask("printe", "hello").code()).isZero();
            node.await("hello");
            assertThat(node.ask("failover", "off").code()).isZero();
            assertThat(node.ask("get", "usersetting.failover").text()).isEqualTo("off\n");
            assertThat(node.ask("order", "swap", "0", "0", "called by root"))
                    .isEqualTo(
                            Requests.Answer.error(
                                    "swap needs PRIM Ready and SECOND Ready, not ALONE Ready"));
            assertThat(node.ask("dance").text()).isEqualTo("Error: unknown verb 'dance'\n");
        }
    }

    @Test
    void the_fourth_counted_restart_stops_the_module() throws Exception {
        Twins[] twins = Twins.pair();
        try (var node = node(4, "node1", twins[0])) {
            node.start(1, Command.prim);
            node.awaitState("ALONE Ready");
            for (int i = 0; i < 3; i++) {
                assertThat(node.ask("order", "restart", "0", "1", "called by errd").code())
                        .isZero();
                node.awaitState("ALONE Ready");
            }
            assertThat(node.ask("order", "restart", "0", "1", "called by errd").code()).isZero();
            assertThat(node.process.awaitEnd(15_000)).isEqualTo(ModuleProcess.ENDED);
            node.end();
            assertThat(node.home.lines())
                    .contains("Action restart called by errd", "Action stop called by maxloop");
        }
    }

    @Test
    void a_stop_script_that_hangs_is_killed_with_its_children_and_the_stop_goes_on()
            throws Exception {
        Twins[] twins = Twins.pair();
        try (var node = node(5, "node1", twins[0])) {
            node.home.script("stop_prim", "[ \"$1\" = force ] || sleep 1000");
            node.start(1, Command.prim);
            node.awaitState("ALONE Ready");
            assertThat(node.ask("order", "stop", "0", "0", "called by root").code()).isZero();
            assertThat(node.process.awaitEnd(15_000)).isEqualTo(ModuleProcess.ENDED);
            node.end();
            assertThat(node.home.lines())
                    .contains("Script stop_prim killed after 1 s (nicestoptimeout)");
            List<String> log = node.home.lines();
            assertThat(log.getLast()).isEqualTo("Local state STOP NotReady");
        }
    }

    private TestNode node(int net, String name, Replication replication) throws Exception {
        return new TestNode(new TestHome(directory.resolve(name), net, "", ""), name, replication);
    }
}
