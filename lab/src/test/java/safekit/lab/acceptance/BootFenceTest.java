package safekit.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import safekit.lab.product.NotesModule;

/** After a power cut paired data cannot be changed past the module (docs/generations.md 2). */
class BootFenceTest extends OnTwoNodes {
    private static final String WRITES =
            "while :; do { echo past > replicated/past && echo written; } 2>/dev/null;"
                    + " sleep 0.05; done";

    BootFenceTest() {
        super(NotesModule.quick());
    }

    @Test
    void a_primary_that_lost_its_power_is_read_only_from_the_start_of_safeadmin() {
        pair.paired();
        node1.sh("echo kept > replicated/kept && sync replicated/kept").orThrow();
        node1.host().powerOff();
        node2.becomes("ALONE Ready").stop().becomes("STOP NotReady");
        node2.host().powerOff();

        node1.boot();
        node1.host().launch(node1.host().disk().resolve("writes.out"), "sh", "-c", WRITES);
        assertThat(node1.sh("rm replicated/kept").err()).contains("Read-only file system");
        node1.attempt("start");
        node1.becomes("WAIT NotReady");
        assertThat(node1.sh("rm replicated/kept").err()).contains("Read-only file system");
        node2.boot();
        node2.attempt("start");
        pair.converges();
        if (node1.state().equals("PRIM Ready")) {
            node1.swap();
            node1.becomes("SECOND Ready");
        }
        assertThat(node1.sh("cat writes.out").out()).isEmpty();
        node1.swap();
        node1.becomes("PRIM Ready");
        node1.sh("echo served > replicated/kept").orThrow();
    }
}
