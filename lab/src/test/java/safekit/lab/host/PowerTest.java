package safekit.lab.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Hosts are really hosts: own names, processes and disks, and a power-off that hurts. */
class PowerTest {
    private static Lab lab;
    private static LabHost one;
    private static LabHost two;

    @BeforeAll
    static void two_hosts() {
        lab = Lab.open();
        one = lab.host("node1");
        two = lab.host("node2");
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    @Test
    void hosts_reach_each_other_on_every_lan() {
        for (Lan lan : lab.lans()) {
            one.exec("ping", "-c", "1", "-W", "1", two.address(lan)).orThrow();
            two.exec("ping", "-c", "1", "-W", "1", one.address(lan)).orThrow();
        }
        assertThat(lab.client().pings(one.address(lab.lans().getFirst()))).isTrue();
    }

    @Test
    void each_host_has_its_own_name_processes_and_disk_at_the_same_path() {
        one.exec("sh", "-c", "echo of node1 > mine").orThrow();

        assertThat(one.exec("hostname").out()).isEqualTo("node1\n");
        assertThat(two.exec("hostname").out()).isEqualTo("node2\n");
        assertThat(one.exec("cat", one.disk().resolve("mine").toString()).out())
                .isEqualTo("of node1\n");
        assertThat(two.exec("cat", one.disk().resolve("mine").toString()).exit()).isNotZero();
        assertThat(one.processes()).containsEntry(1L, "cat").hasSize(1);
    }

    @Test
    void a_power_off_loses_what_was_not_synced_and_keeps_what_was() {
        one.exec("sh", "-c", "echo kept > synced; sync synced .; echo lost > unsynced").orThrow();
        String before = one.exec("cat", "/run/sklab-boot-id").orThrow().out();

        one.powerOff();
        one.powerOn();

        assertThat(one.exec("cat", "synced").out()).isEqualTo("kept\n");
        assertThat(one.exec("cat", "unsynced").exit()).isNotZero();
        assertThat(one.exec("cat", "/run/sklab-boot-id").orThrow().out()).isNotEqualTo(before);
    }

    @Test
    void an_orderly_unmount_would_have_kept_it() {
        two.exec("sh", "-c", "echo kept > unsynced").orThrow();

        two.exec("sync", "-f", ".").orThrow();
        two.powerOff();
        two.powerOn();

        assertThat(two.exec("cat", "unsynced").out()).isEqualTo("kept\n");
    }

    @Test
    void a_power_off_ends_every_process_and_answers_nobody() {
        two.launch(two.disk().resolve("out"), "sleep", "1000");
        assertThat(two.processes("sleep")).hasSize(1);

        two.powerOff();
        assertThat(lab.client().pings(two.address(lab.lans().getFirst()))).isFalse();

        two.powerOn();
        assertThat(two.processes("sleep")).isEmpty();
        assertThat(lab.client().pings(two.address(lab.lans().getFirst()))).isTrue();
    }

    @Test
    void a_command_is_killed_at_its_deadline() {
        Outcome outcome = one.exec(Duration.ofMillis(300), "sleep", "1000");

        assertThat(outcome.exit()).isEqualTo(137);
        assertThat(one.processes("sleep", "1000")).isEmpty();
    }
}
