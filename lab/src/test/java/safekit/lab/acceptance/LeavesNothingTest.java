package safekit.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import safekit.lab.observe.Traces;
import safekit.lab.product.NotesModule;

/**
 * Whatever ends in order, nothing of it remains on the host (design.md section 1) but the fence
 * over paired data, and that goes with the module.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LeavesNothingTest extends OnTwoNodes {
    /** Node1 before it ever ran the module, without safeadmin. */
    private Traces empty = new Traces(List.of());

    LeavesNothingTest() {
        super(NotesModule.quick());
    }

    @Test
    @Order(1)
    void a_stop_leaves_nothing_where_no_peer_was_met() {
        node1.endDaemon();
        empty = Traces.of(node1.host());
        node1.boot();
        node1.prim().becomes("ALONE Ready");
        node1.sh("echo mine > replicated/first").orThrow();
        node1.stop().becomes("STOP NotReady");
        node1.sh("echo mine > replicated/second").orThrow();
        node1.endDaemon();
        assertThat(Traces.of(node1.host()).since(empty)).isEmpty();
        node1.boot();
    }

    @Test
    @Order(2)
    void safeadmin_stops_the_module_when_it_is_told_to_end() {
        pair.paired();
        node1.endDaemon();
        onlyTheFenceRemains();
    }

    @Test
    @Order(3)
    void deconfig_gives_the_directory_back_and_config_takes_it_again() {
        pair.paired();
        node1.stop().becomes("STOP NotReady");
        node2.becomes("ALONE Ready");
        readOnly();
        node1.order("deconfig");
        node1.sh("echo changed > replicated/outside && rm replicated/outside").orThrow();
        assertThat(node1.sh("ls replicated").out()).contains("first");
        node1.sh("echo outside > replicated/first").orThrow();

        node1.order("config");
        node1.start().becomes("SECOND Ready");
        assertThat(pair.differences()).isEmpty();
        assertThat(node1.sh("cat replicated/first").out()).isEqualTo("mine\n");
    }

    @Test
    @Order(4)
    void uninstall_of_the_module_leaves_nothing_but_the_data() {
        pair.paired();
        node1.stop().becomes("STOP NotReady");
        assertThat(marks()).contains("trusted.safekit.anchor");
        node1.order("module", "uninstall");
        assertThat(node1.sh("cat replicated/first").out()).isEqualTo("mine\n");
        node1.sh("echo plain > replicated/first").orThrow();
        assertThat(marks()).doesNotContain("safekit");
        assertThat(node1.sh("ls safekit/modules safekit/private/modules var/modules").out())
                .doesNotContain(NotesModule.NAME + "\n");
        node1.endDaemon();
        assertThat(Traces.of(node1.host()).since(empty)).isEmpty();
    }

    /** The names of the extended attributes of the replicated directory. */
    private String marks() {
        return node1.sh("python3 -c 'import os; print(os.listxattr(\"replicated\"))'")
                .orThrow()
                .out();
    }

    private void onlyTheFenceRemains() {
        assertThat(Traces.of(node1.host()).since(empty))
                .singleElement()
                .asString()
                .startsWith("mount " + node1.replicated() + " ro,noatime,nodiratime ext4");
        readOnly();
        node1.boot();
    }

    private void readOnly() {
        assertThat(node1.sh("touch replicated/x").err()).contains("Read-only file system");
    }
}
