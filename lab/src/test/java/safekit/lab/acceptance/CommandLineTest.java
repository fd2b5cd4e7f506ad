package safekit.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import safekit.lab.host.Outcome;
import safekit.lab.product.Node;
import safekit.lab.product.NotesModule;

/** Every command of spec 08 on a module that does not run, with good and bad arguments. */
class CommandLineTest extends OnTwoNodes {
    private static final String NOT_INSTALLED =
            "Error: the module other is not installed; installed: notes\n";
    private static final String NOT_RUNNING =
            "Error: the module notes is not running: start it with safekit start -m notes\n";

    CommandLineTest() {
        super(NotesModule.quick());
    }

    @Test
    void the_node_tells_its_environment_and_version() {
        says(
                node1.safekit("-p"),
                0,
                """
                SAFE="%1$s"
                SAFEVAR="%2$s"
                SAFEBIN="%1$s/private/bin"
                SAFECONF="%1$s/private/conf"
                """
                        .formatted(node1.safe(), node1.safevar()),
                "");
        assertThat(node1.safekit("level", "-m", "notes").out())
                .matches("Host: node1\nOS: .+\nSafeKit: .+\nLicense: Demo \\(No license\\)\n");
        fails(node1.safekit("level", "-m", "other"), 1, NOT_INSTALLED);
    }

    @Test
    void a_module_that_is_missing_is_named_by_every_command() {
        for (String command :
                List.of(
                        "start",
                        "stop",
                        "restart",
                        "stopstart",
                        "forcestop",
                        "swap",
                        "prim",
                        "primforce",
                        "second",
                        "waitstart",
                        "waitstop",
                        "waitstate STOP",
                        "failover on",
                        "checkloop",
                        "state",
                        "get -r a.b",
                        "log",
                        "logview",
                        "printe x",
                        "config",
                        "confcheck",
                        "confinfo",
                        "deconfig",
                        "module uninstall",
                        "module genkey",
                        "module getports")) {
            Outcome outcome = node1.sh("safekit/safekit " + command + " -m other");
            assertThat(outcome.err()).as(command).isEqualTo(NOT_INSTALLED);
            assertThat(outcome.exit()).as(command).isEqualTo(1);
        }
        fails(node1.safekit("state", "-lq", "-m", "other"), 255, NOT_INSTALLED);
        fails(
                node1.safekit("stop", "-m", "note"),
                1,
                "Error: the module note is not installed; did you mean 'notes'?\n");
        fails(
                node1.safekit("stop"),
                2,
                """
                Error: stop: it needs -m AM
                usage: safekit stop -m AM [-i identity] [-u user]
                """);
    }

    @Test
    void a_stopped_module_takes_what_does_not_need_a_process() {
        pair.bothStopped();
        for (String command : List.of("restart", "stopstart", "swap", "incloop", "checkloop")) {
            fails(node1.attempt(command), 1, NOT_RUNNING);
        }
        for (String command : List.of("stop", "forcestop", "waitstop", "waitstart")) {
            says(node1.attempt(command), 0, "", "");
        }
        says(node1.attempt("waitstate", "STOP"), 0, "", "");
        fails(
                node1.attempt("waitstate", "PRIM", "-t", "1"),
                1,
                "Error: the module notes is still STOP NotReady after 1 s\n");
        says(node1.attempt("state"), 0, "STOP NotReady\n", "");
        says(node1.attempt("state", "-lq"), 0, "STOP\n", "");
        says(node1.safekit("state"), 0, "%-40sSTOP NotReady\n".formatted("notes"), "");
        assertThat(node1.attempt("state", "-v").out().lines().map(line -> line.substring(0, 57)))
                .startsWith(
                        "%-40s%-17s".formatted("state.local", "STOP NotReady"),
                        "%-40s%-17s".formatted("state.remote", "UNKNOWN Unknown"));
        node1.order("failover", "off");
        says(node1.attempt("get", "-r", "usersetting.failover"), 0, "off\n", "");
        node1.order("config");
        says(node1.attempt("get", "-r", "usersetting.failover"), 0, "on\n", "");
    }

    @Test
    void resources_and_lines_are_written_and_read() {
        pair.bothStopped();
        node1.order("set", "-r", "custom.test", "-v", "down");
        says(node1.attempt("get", "-r", "custom.test"), 0, "down\n", "");
        fails(
                node1.attempt("get", "-r", "custom.none"),
                1,
                "Error: the module notes has no resource custom.none:"
                        + " safekit state -v -m notes lists them\n");
        fails(
                node1.attempt("set", "-r", "custom", "-v", "up"),
                1,
                "Error: 'custom' is no resource, expected: class.id, such as custom.test\n");
        fails(
                node1.attempt("set", "-r", "state.local", "-v", "PRIM Ready"),
                1,
                "Error: state.local follows the module: use safekit start, stop, swap or prim\n");
        node1.order("printe", "for everybody");
        node1.order("printi", "for the curious");
        assertThat(node1.attempt("log", "-s", "1").out())
                .matches(
                        "\\| [-0-9]{10} [:0-9]{8}\\.[0-9]{6} \\| userplug \\| E \\| for everybody\n");
        assertThat(node1.attempt("log", "-s", "1", "-A").out())
                .endsWith(" | userplug | I | for the curious\n");
        assertThat(node1.attempt("log", "-s", "1", "-l", "fr"))
                .returns("The messages are in English: no catalogue for 'fr'\n", Outcome::err)
                .returns(0, Outcome::exit);
    }

    @Test
    void logview_shows_the_last_lines_and_follows() {
        pair.bothStopped();
        node1.order("printe", "before");
        Outcome seen =
                node1.sh(
                        "timeout 20 safekit/safekit logview -m notes -s 1 > view & "
                                + "until grep -q before view; do sleep 0.1; done; "
                                + "safekit/safekit printi -m notes hidden; "
                                + "for each in one two two; do safekit/safekit printe -m notes $each;"
                                + " done; until [ $(wc -l < view) -ge 4 ]; do sleep 0.1; done;"
                                + " kill %1; cut -d'|' -f5 view");
        assertThat(seen.out()).isEqualTo(" before\n one\n two\n two\n");
    }

    @Test
    void a_module_is_installed_configured_and_removed() {
        says(node1.safekit("module", "list"), 0, "notes\n", "");
        says(node1.safekit("module", "listid"), 0, "notes 1\n", "");
        says(
                node1.safekit("module", "install", "-m", "spare", "notes.safe"),
                0,
                "Module spare installed with id 2\n",
                "");
        says(node1.safekit("module", "listid"), 0, "notes 1\nspare 2\n", "");
        fails(
                node1.safekit("module", "install", "-m", "spare"),
                1,
                "Error: the module spare is already installed: -r installs it again\n");
        fails(
                node1.safekit("start", "-m", "spare"),
                1,
                "Error: the module spare is not configured: run safekit config -m spare\n");
        fails(
                node1.safekit("state", "-lq", "-m", "spare"),
                255,
                "Error: the module spare is not configured: run safekit config -m spare\n");
        says(
                node1.safekit("module", "getports", "-i", "2"),
                0,
                """
                List of the ports used by SafeKit
                Process         Ports
                safeadmin
                        port    UDP 4800
                webconsole
                        port    TCP 9010
                heart
                        port    UDP 8889
                rfs
                        safenfs_port    TCP 5604
                """,
                "");
        String key = "ls safekit/modules/spare/conf | grep -c modulekey";
        node1.safekit("module", "genkey", "-m", "spare").orThrow();
        assertThat(node1.sh(key).out()).isEqualTo("1\n");
        node1.safekit("module", "delkey", "-m", "spare").orThrow();
        assertThat(node1.sh(key).out()).isEqualTo("0\n");
        says(node1.safekit("module", "uninstall", "-m", "spare"), 0, "", "");
        says(node1.safekit("module", "list"), 0, "notes\n", "");
        assertThat(node1.attempt("confinfo").out())
                .matches("active ([0-9a-f]{64}) \\d{10}\ncurrent \\1 \\d{10}\n");
        says(node1.attempt("confcheck"), 0, "", "");
        says(node1.attempt("config"), 0, "", "");
    }

    @Test
    void the_command_log_has_start_and_end_of_what_changes_something() {
        pair.bothStopped();
        node1.attempt("swap");
        String date = "\\| [-0-9]{10} [:0-9]{8}\\.[0-9]{6} ";
        assertThat(node1.safekit("cmdlog", "-s", "2").out())
                .matches(
                        date
                                + "\\|   safekit \\|    notes \\| +\\d+ \\| START \\| swap -m notes\n"
                                + date
                                + "\\|           \\|          \\| +\\d+ \\|   END \\| 1\n");
        node1.order("config");
        assertThat(node2.safekit("cmdlog").out())
                .contains(
                        "|   cluster |    notes |     0 |     I | module state change on node node1");
    }

    static void says(Outcome outcome, int exit, String out, String err) {
        assertThat(outcome)
                .returns(err, Outcome::err)
                .returns(out, Outcome::out)
                .returns(exit, Outcome::exit);
    }

    static void fails(Outcome outcome, int exit, String err) {
        says(outcome, exit, "", err);
    }

    /** The command on the notes module fails with this on the error output. */
    static void refuses(Node node, String err, String... words) {
        fails(node.attempt(words), 1, err);
    }
}
