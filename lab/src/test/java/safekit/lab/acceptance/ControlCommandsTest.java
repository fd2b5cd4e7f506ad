package safekit.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static safekit.lab.acceptance.CommandLineTest.refuses;
import static safekit.lab.acceptance.CommandLineTest.says;

import org.junit.jupiter.api.Test;
import safekit.lab.host.Cut;
import safekit.lab.host.Outcome;
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
        says(node2.attempt("get", "-r", "state.remote"), 0, "PRIM Ready\n", "");
        refuses(node2, "Error: the module is already started (SECOND Ready)\n", "start");
        refuses(node1, "Error: the module is already started (PRIM Ready)\n", "prim");
        refuses(node1, "Error: the module notes is running: stop it first\n", "config");
        refuses(node1, "Error: the module notes is running: stop it first\n", "deconfig");
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
        node1.logged("Action swap called by root").logged("Action restart called by root");
    }

    @Test
    void prim_says_that_the_peer_holds_newer_data() {
        pair.firstAlone();
        node1.sh("echo newer > replicated/newer").orThrow();
        node1.stop().becomes("STOP NotReady");
        Outcome refused = node2.attempt("prim");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err())
                .startsWith("Error: prim refused: the peer holds newer data (")
                .contains("), which this command would discard; start the peer instead");
        node2.becomes("STOP NotReady").logged("Requested prim start aborted ");
        refuses(node2, "Error: second refused: the peer is not primary\n", "second");
        node2.becomes("STOP NotReady");
    }

    @Test
    void prim_does_not_wait_for_a_peer_that_says_nothing() {
        pair.paired();
        node2.stop().becomes("STOP NotReady");
        node1.stop().becomes("STOP NotReady");
        pair.lab().cut(Cut.between("node1", "node2"));
        Outcome accepted = node1.attempt("prim");
        assertThat(accepted.exit()).isZero();
        node1.becomes("ALONE Ready");
        Outcome refused = node2.attempt("second");
        assertThat(refused)
                .returns(1, Outcome::exit)
                .returns("Error: second refused: the peer is silent\n", Outcome::err);
        pair.lab().heal();
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
