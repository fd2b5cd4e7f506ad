package safekit.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import safekit.lab.host.Await;
import safekit.lab.observe.Traces;
import safekit.lab.product.NotesModule;

/**
 * What a killed or hung process leaves is removed by safeadmin: connection aborted at once, mount
 * kept as a fence while the application is stopped, then the fence alone (design.md section 5).
 */
class AfterCrashTest extends OnTwoNodes {
    private static final Duration CLEANED = Duration.ofSeconds(60);
    private static final String SERVED = "fuse.safekit";
    private static final String FENCED = "ext4 ro,noatime,nodiratime";

    AfterCrashTest() {
        super(NotesModule.quick());
    }

    /** The force pass of stop_prim takes as long as the file `hold` exists. */
    @BeforeAll
    void stopPrimHolds() {
        String hold =
                "while [ \"$1\" = force ] && [ -e "
                        + node1.host().disk()
                        + "/hold ]; do sleep 0.1; done";
        String conf = "safekit/modules/" + NotesModule.NAME;
        node1.sh("sed -i '2i " + hold + "' " + conf + "/bin/stop_prim").orThrow();
        node1.sh(
                        "sed -i 's/forcestoptimeout=\"10s\"/forcestoptimeout=\"120s\"/' "
                                + conf
                                + "/conf/userconfig.xml")
                .orThrow();
        node1.order("config");
    }

    @AfterEach
    void release() {
        node1.sh("rm -f hold").orThrow();
        node1.host().processes("sleep 12345").keySet().forEach(node1.host()::kill);
    }

    @Test
    void a_killed_module_keeps_its_dead_mount_until_the_application_is_stopped() {
        pair.paired();
        node1.sh("touch hold").orThrow();
        String keepsOpen = "exec 9>>replicated/open; echo before >&9; exec sleep 12345";
        node1.host().launch(node1.host().disk().resolve("open.out"), "sh", "-c", keepsOpen);
        Await.until("a file is open", PROGRESS, () -> node1.sh("cat replicated/open").succeeded());
        long user = node1.host().processes("sleep 12345").keySet().iterator().next();

        node1.host().kill(node1.moduleProcess());
        Await.until("the connection is aborted", PROGRESS, this::dead);
        assertThat(node1.sh("echo after >> /proc/" + user + "/fd/9").succeeded()).isFalse();
        Await.until("the address is gone", PROGRESS, () -> !hasAddress());
        node2.becomes("ALONE Ready").logged(START_PRIM);
        assertThat(topMount()).startsWith(SERVED);
        assertThat(node1.safekit("state").succeeded()).isTrue();

        node1.sh("rm hold").orThrow();
        Await.until("the fence is all", CLEANED, () -> topMount().equals(FENCED));
        node1.becomes("SECOND Ready");
        assertThat(node1.sh("touch replicated/x").err()).contains("Read-only file system");
        assertThat(pair.differences()).isEmpty();
    }

    @Test
    void a_hung_module_is_killed_and_nobody_waits_for_it() {
        pair.paired();
        long hung = node1.moduleProcess();
        node1.host().hang(hung);
        Await.until("it is killed", PROGRESS, () -> !node1.host().processes().containsKey(hung));
        node2.becomes("ALONE Ready");
        node1.becomes("SECOND Ready");
        assertThat(node1.sh("cat safeadmin.out").out()).contains("has not answered for");
        assertThat(hasAddress()).isFalse();
        assertThat(topMount()).isEqualTo(FENCED);
    }

    @Test
    void a_module_that_is_stopped_while_it_is_cleaned_up_does_not_come_back() {
        pair.paired();
        var before = Traces.of(node1.host());
        node1.sh("touch hold").orThrow();
        node1.host().kill(node1.moduleProcess());
        Await.until("the connection is aborted", PROGRESS, this::dead);
        node1.stop();
        node1.sh("rm hold").orThrow();
        node1.becomes("STOP NotReady");
        node2.becomes("ALONE Ready");
        assertThat(node1.host().processes("safekit.node.module.Main")).isEmpty();
        assertThat(node1.host().processes("safekit.node.notes.Main")).isEmpty();
        assertThat(hasAddress()).isFalse();
        assertThat(topMount()).isEqualTo(FENCED);
        assertThat(Traces.of(node1.host()).since(before)).isEmpty();
    }

    @Test
    void a_killed_safeadmin_adopts_the_module_and_a_forced_stop_ends_it() {
        pair.paired();
        long module = node1.moduleProcess();
        node1.host().kill(node1.daemonProcess());
        node1.boot();
        assertThat(node1.moduleProcess()).isEqualTo(module);
        assertThat(node1.state()).isEqualTo("PRIM Ready");
        node1.order("forcestop");
        node1.becomes("STOP NotReady");
        assertThat(node1.host().processes("safekit.node.notes.Main")).isEmpty();
        assertThat(hasAddress()).isFalse();
        assertThat(topMount()).isEqualTo(FENCED);
    }

    private boolean dead() {
        return node1.sh("ls replicated").err().contains("endpoint is not connected");
    }

    private boolean hasAddress() {
        return node1.sh("ip addr show").out().contains(pair.virtualAddress() + "/");
    }

    /** Type and options of the uppermost mount at the replicated directory, empty without any. */
    private String topMount() {
        String line =
                "$5 == at { n = 7; while ($n != \"-\") n++; top = $(n + 1) \" \" $6 }"
                        + " END { print top }";
        return node1.host()
                .exec("awk", "-v", "at=" + node1.replicated(), line, "/proc/self/mountinfo")
                .out()
                .strip();
    }
}
