package safekit.node.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisionTest {
    @TempDir Path directory;
    private TestNode node;

    @BeforeEach
    void open() throws IOException {
        node = new TestNode(directory);
        node.configureMirror("3000");
        node.events.clear();
    }

    @AfterEach
    void close() throws IOException {
        node.close();
    }

    @Test
    void a_module_starts_with_what_it_must_know_and_stops_in_order() throws IOException {
        TestNode.ok(node.run("prim", "module=mirror", "fullsync=on", "user=admin@10.0.0.1"));
        TestNode.ok(node.run("waitstate", "module=mirror", "state=ALONE"));
        assertThat(node.starts())
                .matches(
                        "started with \\[incarnation=\\d+, receiver=1, reserved=5, failover=on,"
                                + " command=prim, fullsync=1, author=called by admin@10.0.0.1,"
                                + " counted=0, since=0, id=1, node=node1\\]\n");
        assertThat(node.run("state", "module=mirror").out()).isEqualTo("ALONE Ready\n");
        var word = node.run("state", "module=mirror", "quiet=on");
        assertThat(word.out()).isEqualTo("ALONE\n");
        assertThat(word.code()).isEqualTo(2);
        DaemonTest.refused(node.run("config", "module=mirror"), "is running: stop it first");
        DaemonTest.refused(node.run("cluster deconfig"), "modules are running: mirror");
        assertThat(node.run("restart", "module=mirror", "identity=tcpcheck").out())
                .isEqualTo("ordered [restart, 0, 1, called by tcpcheck, 0]\n");
        node.run("stop", "module=mirror");
        TestNode.ok(node.run("waitstop", "module=mirror"));
        TestNode.await("stand in", () -> node.events.size() == 2);
        assertThat(node.events).containsExactly("end", "begin");
        assertThat(node.run("state", "module=mirror", "quiet=on").code()).isZero();
        assertThat(node.run("state", "module=none", "quiet=on").code()).isEqualTo(255);
    }

    @Test
    void a_dead_module_is_cleaned_up_and_restarts() throws IOException {
        start();
        assertThat(node.run("set", "module=mirror", "resource=a.b", "value=x").code()).isZero();
        dies("die");
        assertThat(node.events).containsExactly("end", "clean", "begin", "end");
        assertThat(node.starts().lines().skip(1))
                .singleElement()
                .asString()
                .contains("command=start, fullsync=0, author=called automatically, counted=1");
    }

    @Test
    void a_module_that_is_stopped_while_it_is_cleaned_up_after_does_not_restart()
            throws IOException {
        var cleaned = new CountDownLatch(1);
        node.cleaning = () -> held(cleaned);
        start();
        node.run("set", "module=mirror", "resource=a.b", "value=die");
        TestNode.await("cleaning", () -> node.events.contains("clean"));
        assertThat(node.run("state", "module=mirror").out()).isEqualTo("WAIT Transient\n");
        DaemonTest.refused(node.run("start", "module=mirror"), "");
        TestNode.ok(node.run("stop", "module=mirror"));
        cleaned.countDown();
        TestNode.await("stop", () -> node.isState("STOP NotReady"));
        assertThat(node.events).containsExactly("end", "clean", "begin");
        assertThat(node.home.module("mirror").userVar().resolve("process")).doesNotExist();
    }

    @Test
    void shutdown_ends_the_pause_before_a_restart() throws IOException {
        start();
        dies("die");
        dies("die");
        node.events.clear();
        node.run("set", "module=mirror", "resource=a.b", "value=die");
        TestNode.await("pause", () -> node.events.contains("begin"));
        DaemonTest.refused(node.run("cluster deconfig"), "modules are running: mirror");
        TestNode.ok(node.run("shutdown"));
        assertThat(node.home.module("mirror").userVar().resolve("process")).doesNotExist();
        TestNode.ok(node.run("cluster deconfig"));
        assertThat(node.events).containsExactly("clean", "begin", "end");
    }

    @Test
    void shutdown_waits_for_the_cleaning_after_a_death_and_the_module_does_not_restart()
            throws Exception {
        var cleaned = new CountDownLatch(1);
        node.cleaning = () -> held(cleaned);
        start();
        node.run("set", "module=mirror", "resource=a.b", "value=die");
        TestNode.await("cleaning", () -> node.events.contains("clean"));
        var ended = new CountDownLatch(1);
        Thread.ofVirtual()
                .start(
                        () -> {
                            TestNode.ok(shutdown());
                            ended.countDown();
                        });
        assertThat(ended.await(300, TimeUnit.MILLISECONDS)).isFalse();
        cleaned.countDown();
        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(node.home.module("mirror").userVar().resolve("process")).doesNotExist();
        assertThat(node.run("state", "module=mirror").out()).isEqualTo("STOP NotReady\n");
    }

    @Test
    void a_module_that_was_started_and_stopped_within_its_pause_does_not_restart()
            throws IOException {
        start();
        dies("die");
        dies("die");
        node.events.clear();
        node.run("set", "module=mirror", "resource=a.b", "value=die");
        TestNode.await("pause", () -> node.events.contains("begin"));
        start();
        node.run("stop", "module=mirror");
        TestNode.ok(node.run("waitstop", "module=mirror"));
        TestNode.await("stand in", () -> node.events.size() == 4);
        TestNode.ok(node.run("cluster deconfig"));
    }

    @Test
    void what_changes_something_has_start_and_end_in_the_command_log() throws IOException {
        start();
        node.records.commands.clear();
        TestNode.ok(node.run("set", "module=mirror", "resource=a.b", "value=x"));
        TestNode.ok(node.run("incloop", "module=mirror"));
        TestNode.ok(node.run("checkloop", "module=mirror"));
        TestNode.ok(node.run("resetloop", "module=mirror"));
        assertThat(node.records.commands)
                .containsExactly("set", "0", "incloop", "0", "resetloop", "0");
    }

    @Test
    void a_state_that_cannot_be_told_is_no_state_word() throws IOException {
        start();
        TestNode.ok(node.run("set", "module=mirror", "resource=a.b", "value=mumble"));
        var word = node.run("state", "module=mirror", "quiet=on");
        assertThat(word.err()).startsWith("Error: module mirror answered 'hm");
        assertThat(word.code()).isEqualTo(255);
    }

    @Test
    void a_hung_module_is_killed_after_a_third_of_the_timeout() throws IOException {
        start();
        TestNode.ok(node.run("set", "module=mirror", "resource=a.b", "value=hang"));
        TestNode.await("restart", () -> node.events.size() == 5);
        TestNode.await("state", () -> node.isState("ALONE Ready"));
        assertThat(node.events).containsExactly("end", "cut off", "clean", "begin", "end");
    }

    @Test
    void forcestop_ends_a_hung_module_for_good() throws IOException {
        start();
        TestNode.ok(node.run("set", "module=mirror", "resource=a.b", "value=hang"));
        node.run("forcestop", "module=mirror");
        TestNode.await("stop", () -> node.isState("STOP NotReady"));
    }

    @Test
    void a_new_safeadmin_adopts_a_running_module_and_notices_its_death() throws IOException {
        start();
        node.restartDaemon();
        assertThat(node.run("state", "module=mirror").out()).isEqualTo("ALONE Ready\n");
        node.events.clear();
        dies("die");
        assertThat(node.events).containsExactly("clean", "begin", "end");
        node.restartDaemon();
        node.events.clear();
        node.run("stop", "module=mirror");
        TestNode.ok(node.run("waitstop", "module=mirror"));
        TestNode.await("stand in", () -> node.events.size() == 1);
        assertThat(node.events).containsExactly("begin");
    }

    @Test
    void a_process_that_was_never_noted_is_found_by_its_lock() throws IOException {
        start();
        Files.delete(node.home.module("mirror").userVar().resolve("process"));
        node.restartDaemon();
        assertThat(node.run("state", "module=mirror").out()).isEqualTo("ALONE Ready\n");
        node.events.clear();
        dies("die");
        assertThat(node.events).containsExactly("clean", "begin", "end");
    }

    @Test
    void a_process_that_finds_the_module_running_is_not_cleaned_up_after() throws IOException {
        start();
        Path userVar = node.home.module("mirror").userVar();
        Path lock = userVar.resolve("module.lock");
        String holder = Files.readString(lock);
        Files.delete(userVar.resolve("process"));
        Files.writeString(lock, "");
        node.restartDaemon();
        assertThat(node.run("state", "module=mirror").out()).isEqualTo("STOP NotReady\n");
        node.events.clear();
        Files.writeString(lock, holder);
        TestNode.ok(node.run("start", "module=mirror"));
        Path note = userVar.resolve("process");
        TestNode.await("adopted", () -> content(note).equals(holder));
        assertThat(node.isState("ALONE Ready")).isTrue();
        assertThat(node.starts().lines()).hasSize(1);
        assertThat(node.events).containsExactly("end");
        node.run("stop", "module=mirror");
        TestNode.ok(node.run("waitstop", "module=mirror"));
    }

    @Test
    void damaged_files_of_a_module_do_not_stop_safeadmin() throws IOException {
        Path userVar = node.home.module("mirror").userVar();
        Files.writeString(userVar.resolve("process"), "7 no numbers\n");
        Files.writeString(userVar.resolve("incarnation"), "");
        node.restartDaemon();
        TestNode.await("cleaning", () -> node.events.contains("clean"));
        TestNode.await("restart", () -> node.isState("ALONE Ready"));
    }

    @Test
    void a_process_that_cannot_be_noted_is_killed_and_stood_in_for_again() throws IOException {
        Path note = Files.createDirectory(node.home.module("mirror").userVar().resolve("process"));
        Files.writeString(note.resolve("in the way"), "");
        DaemonTest.refused(node.run("start", "module=mirror"), "process");
        assertThat(node.events).containsExactly("end", "begin");
        assertThat(node.run("state", "module=mirror").out()).isEqualTo("STOP NotReady\n");
        Files.delete(note.resolve("in the way"));
        Files.delete(note);
        start();
    }

    @Test
    void failover_is_remembered_and_config_forgets_it() throws IOException {
        TestNode.ok(node.run("failover", "module=mirror", "value=off"));
        start();
        assertThat(node.starts()).contains("failover=off");
        node.run("stop", "module=mirror");
        TestNode.ok(node.run("waitstop", "module=mirror"));
        TestNode.ok(node.run("config", "module=mirror"));
        TestNode.ok(node.run("start", "module=mirror"));
        TestNode.await("second start", () -> starts().contains("failover=on"));
    }

    @Test
    void a_module_with_boot_on_starts_with_the_machine_only() throws IOException {
        Path mark = node.home.var().resolve("safeadmin.boot");
        node.restartDaemon();
        assertThat(node.run("state", "module=mirror").out()).isEqualTo("STOP NotReady\n");
        Files.writeString(mark, "another boot\n");
        node.restartDaemon();
        TestNode.await("start", () -> node.isState("ALONE Ready"));
        assertThat(node.starts()).contains("author=called at boot time");
    }

    private static void held(CountDownLatch until) {
        try {
            boolean _ = until.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private TestNode.Result shutdown() {
        try {
            return node.run("shutdown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String starts() {
        try {
            return node.starts();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void start() throws IOException {
        TestNode.ok(node.run("start", "module=mirror"));
        TestNode.ok(node.run("waitstate", "module=mirror", "state=ALONE"));
    }

    private void dies(String how) {
        int before = starts().split("\n", -1).length;
        try {
            node.run("set", "module=mirror", "resource=a.b", "value=" + how);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        TestNode.await("restart", () -> starts().split("\n", -1).length > before);
        TestNode.await("state", () -> node.isState("ALONE Ready"));
    }
}
