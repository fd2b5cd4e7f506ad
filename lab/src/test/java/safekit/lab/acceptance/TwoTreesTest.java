package safekit.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import safekit.lab.host.Await;
import safekit.lab.host.Lab;
import safekit.lab.host.LabHost;
import safekit.lab.product.NotesModule;
import safekit.lab.product.SideTree;

/**
 * Two installed trees on one machine, with the same module, ports, addresses and names; only the
 * network namespaces and the directories differ (install contract, design.md section 3). Whatever
 * happens to the one, the other goes on.
 */
@Tag("lab")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwoTreesTest {
    private static final Duration AGAIN = Duration.ofSeconds(60);

    private Lab lab;
    private LabHost host;
    private SideTree one;
    private SideTree other;

    @BeforeAll
    void open() {
        lab = Lab.open("default");
        try {
            host = lab.host("machine");
            one = new SideTree(host, "one", NotesModule.quick());
            other = new SideTree(host, "other", NotesModule.quick());
            one.order("prim").becomes("ALONE Ready");
            other.order("prim").becomes("ALONE Ready");
        } catch (RuntimeException | Error failure) {
            lab.close();
            throw failure;
        }
    }

    @AfterAll
    void close() {
        lab.close();
    }

    @Test
    @Order(1)
    void each_has_its_own_processes_mount_and_address() {
        assertThat(one.processes()).hasSize(3).doesNotContainAnyElementsOf(other.processes());
        assertThat(one.mounts()).contains("fuse.safekit").isNotEqualTo(other.mounts());
        assertThat(one.hasAddress()).isTrue();
        assertThat(other.hasAddress()).isTrue();
        one.sh("echo one > " + one.replicated() + "/only").orThrow();
        assertThat(other.sh("ls " + other.replicated()).out()).doesNotContain("only");
    }

    @Test
    @Order(2)
    void a_killed_module_is_cleaned_up_and_the_other_does_not_notice() {
        otherIsUntouchedBy(
                () -> {
                    long killed = one.process("node.module.Main");
                    host.kill(killed);
                    Await.until("it serves again", AGAIN, () -> servesWithout(killed));
                });
    }

    @Test
    @Order(3)
    void a_hung_module_is_killed_and_the_other_does_not_notice() {
        otherIsUntouchedBy(
                () -> {
                    long hung = one.process("node.module.Main");
                    host.hang(hung);
                    Await.until("it serves again", AGAIN, () -> servesWithout(hung));
                });
    }

    @Test
    @Order(4)
    void a_killed_safeadmin_adopts_its_own_module() {
        otherIsUntouchedBy(
                () -> {
                    long module = one.process("node.module.Main");
                    host.kill(one.process("node.admin.Main"));
                    one.boot();
                    assertThat(one.process("node.module.Main")).isEqualTo(module);
                    assertThat(one.state()).isEqualTo("ALONE Ready");
                });
    }

    @Test
    @Order(5)
    void a_stop_and_a_start_concern_one_tree() {
        otherIsUntouchedBy(
                () -> {
                    one.order("stop").becomes("STOP NotReady");
                    assertThat(one.hasAddress()).isFalse();
                    one.order("start").becomes("ALONE Ready");
                    one.order("forcestop").becomes("STOP NotReady");
                });
    }

    @Test
    @Order(6)
    void an_uninstalled_tree_is_gone_and_the_other_serves() {
        otherIsUntouchedBy(
                () -> {
                    one.order("module", "uninstall");
                    one.sh("kill -TERM " + one.process("node.admin.Main")).orThrow();
                    Await.until("safeadmin ends", AGAIN, () -> one.processes().isEmpty());
                    assertThat(one.mounts()).isEmpty();
                    one.sh("rm -r " + one.root() + "/safekit " + one.root() + "/var").orThrow();
                    assertThat(one.sh("cat " + one.replicated() + "/only").out())
                            .isEqualTo("one\n");
                });
    }

    private void otherIsUntouchedBy(Runnable act) {
        var processes = other.processes();
        String mounts = other.mounts();
        act.run();
        assertThat(other.processes()).hasSize(3).isEqualTo(processes);
        assertThat(other.mounts()).isEqualTo(mounts);
        assertThat(other.hasAddress()).isTrue();
        assertThat(other.state()).isEqualTo("ALONE Ready");
        other.sh("echo other > " + other.replicated() + "/written").orThrow();
    }

    private boolean servesWithout(long pid) {
        return !host.processes().containsKey(pid) && one.state().equals("ALONE Ready");
    }
}
