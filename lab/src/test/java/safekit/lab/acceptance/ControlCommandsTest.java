package safekit.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static safekit.lab.acceptance.CommandLineTest.refuses;
import static safekit.lab.acceptance.CommandLineTest.says;

import org.junit.jupiter.api.Test;
import safekit.lab.host.Await;
import safekit.lab.product.NotesModule;

/** The commands of spec 08 section 4 on modules that run, and what they refuse. */
class ControlCommandsTest extends OnTwoNodes {
    ControlCommandsTest() {
        super(NotesModule.quick());
    }

    @Test
    void a_pair_is_driven_by_its_commands() {
        pair.paired();
        says(node1.attempt("state", "-lq"), 3, "PRIM\n", "");
        says(node2.attempt("state", "-lq"), 4, "SECOND\n", "");
        Await.until(
                "the secondary has heard of the primary",
                PROGRESS,
                () -> node2.resource("state.remote").equals("PRIM Ready"));
        refuses(node2, "Error: the module is already started (SECOND Ready)\n", "start");
        refuses(node1, "Error: the module is already started (PRIM Ready)\n", "prim");
        String stopFirst =
                "Error: the module notes is running: stop it first with safekit stop -m notes\n";
        refuses(node1, stopFirst, "config");
        refuses(node1, stopFirst, "deconfig");
        node1.order("set", "-r", "custom.test", "-v", "down", "-i", "tester");
        node1.order("set", "-r", "custom.test", "-v", "up", "-n");
        assertThat(node1.attempt("log", "-s", "1").out())
                .endsWith(" | tester | C | Resource custom.test set to down by tester\n");
        says(node1.attempt("failover", "off"), 0, "", "");
        says(node1.attempt("get", "-r", "usersetting.failover"), 0, "off\n", "");
        says(node1.attempt("failover", "on"), 0, "", "");
        says(node1.attempt("incloop", "-i", "handler"), 0, "", "");
        says(node1.attempt("checkloop"), 0, "", "");
        says(node1.attempt("resetloop"), 0, "", "");
        says(node1.attempt("restart"), 0, "", "");
        says(node1.attempt("waitstate", "PRIM"), 0, "", "");
        says(node1.attempt("swap"), 0, "", "");
        says(node2.attempt("waitstate", "PRIM"), 0, "", "");
        says(node1.attempt("waitstate", "SECOND"), 0, "", "");
        says(node2.attempt("stopstart"), 0, "", "");
        says(node1.attempt("waitstate", "PRIM"), 0, "", "");
        says(node2.attempt("waitstate", "SECOND"), 0, "", "");
        node1.logged("Action restart called by root", "Action swap called by root");
    }

    @Test
    void orders_that_follow_at_once_reach_a_process_that_just_begins() {
        pair.bothStopped();
        node1.start();
        assertThat(node1.attempt("start").err()).startsWith("Error: the module is already started");
        node1.stop().becomes("STOP NotReady");
        says(node1.attempt("stop"), 0, "", "");
        node1.start();
        says(node1.attempt("forcestop"), 0, "", "");
        says(node1.attempt("waitstop"), 0, "", "");
        node1.start();
        says(node1.safekit("shutdown"), 0, "", "");
        node1.becomes("STOP NotReady").logged("Action shutdown called by root");
    }

    @Test
    void without_daemon_every_command_says_so_and_the_module_goes_on() {
        pair.paired();
        var daemons = node1.host().processes("safekit.node.admin.Main");
        daemons.keySet().forEach(node1.host()::kill);
        says(
                node1.attempt("state", "-lq"),
                255,
                "Waiting for safeadmin ..........\n",
                "Error: safeadmin administrator daemon not running\n");
        assertThat(node2.state()).isEqualTo("SECOND Ready");
        node1.boot();
        assertThat(node1.state()).isEqualTo("PRIM Ready");
    }
}
