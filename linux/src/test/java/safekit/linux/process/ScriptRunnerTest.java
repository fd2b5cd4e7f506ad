package safekit.linux.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptRunnerTest {
    @TempDir Path directory;
    private Path log;
    private final CompletableFuture<ScriptEnd> end = new CompletableFuture<>();
    private long started;

    @BeforeEach
    void name() {
        log = directory.resolve("log");
    }

    @AfterEach
    void kill_what_is_left() {
        if (started > 1) {
            ProcessGroup.kill(started);
        }
    }

    private Path executable(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("script"), "#!/bin/bash\n" + text + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Script script(String text, Duration timeout) throws IOException {
        return new Script(
                executable(text),
                List.of("STOP", "WAIT", "two words"),
                Map.of("SAFEMODULE", "my module"),
                directory,
                new ScriptOutput.ToFile(log, 10_000),
                timeout,
                Duration.ofMillis(500));
    }

    private RunningScript start(Script script) throws Exception {
        RunningScript running = ScriptRunner.start(script, _ -> {}, end::complete);
        await(() -> running.leader() != 0 || end.isDone());
        started = running.leader();
        return running;
    }

    private ScriptEnd run(String text, Duration timeout) throws Exception {
        start(script(text, timeout));
        return end.get(20, TimeUnit.SECONDS);
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition) throws IOException {
        long limit = System.nanoTime() + 10_000_000_000L;
        while (!condition.holds()) {
            assertThat(System.nanoTime()).isLessThan(limit);
            LockSupport.parkNanos(5_000_000);
        }
    }

    private int count(String word) throws IOException {
        return Files.exists(log) ? Files.readString(log).split(word, -1).length - 1 : 0;
    }

    private long living() throws IOException {
        return ProcessTable.read().group(started).stream().filter(p -> !p.zombie()).count();
    }

    @Test
    void arguments_environment_directory_and_both_outputs_arrive() throws Exception {
        Files.writeString(log, "header\n");
        ScriptEnd result =
                run("printf '%s|' \"$@\" \"$SAFEMODULE\" \"$PWD\"; echo bad >&2", Duration.ZERO);
        assertThat(result).isEqualTo(new ScriptEnd.Exited(0));
        assertThat(log).hasContent("header\nSTOP|WAIT|two words|my module|" + directory + "|bad\n");
    }

    @Test
    void exit_codes_are_told() throws Exception {
        assertThat(run("exit 3", Duration.ZERO)).isEqualTo(new ScriptEnd.Exited(3));
    }

    @Test
    void death_by_a_signal_is_128_and_its_number() throws Exception {
        assertThat(run("kill -9 $$", Duration.ZERO)).isEqualTo(new ScriptEnd.Exited(137));
    }

    @Test
    void a_script_leads_a_session_and_a_group_of_its_own() throws Exception {
        RunningScript running = start(script("sleep 60", Duration.ZERO));
        await(
                () -> {
                    ProcessEntry process = ProcessTable.byId(running.leader());
                    return process != null
                            && process.session() == running.leader()
                            && process.group() == running.leader();
                });
        running.kill();
        assertThat(end.get(20, TimeUnit.SECONDS)).isEqualTo(new ScriptEnd.Killed());
    }

    @Test
    void descriptors_of_ours_are_not_inherited() throws Exception {
        try (var file = Files.newInputStream(Path.of("/dev/zero"))) {
            assertThat(file.read()).isZero();
            run("ls -l /proc/$$/fd", Duration.ZERO);
        }
        assertThat(Files.readString(log)).doesNotContain("/dev/zero").doesNotContain("socket:");
        assertThat(count("/dev/null")).isOne();
    }

    @Test
    void a_daemon_left_by_a_script_goes_on() throws Exception {
        assertThat(run("sleep 60 & echo left", Duration.ZERO)).isEqualTo(new ScriptEnd.Exited(0));
        assertThat(living()).isOne();
    }

    @Test
    void a_script_that_takes_too_long_is_killed_with_everything_it_started() throws Exception {
        String stubborn = "trap '' TERM; (sleep 61 & sleep 62) & sleep 63";
        long begin = System.nanoTime();
        assertThat(run(stubborn, Duration.ofSeconds(1))).isEqualTo(new ScriptEnd.TimedOut());
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofMillis(1400), Duration.ofSeconds(10));
        await(() -> living() == 0);
    }

    @Test
    void a_script_can_clean_up_within_the_grace() throws Exception {
        String polite = "trap 'echo bye; exit 0' TERM; echo ready; while :; do sleep 0.05; done";
        RunningScript running = start(script(polite, Duration.ZERO));
        await(() -> count("ready") == 1);
        running.kill();
        running.kill();
        assertThat(end.get(20, TimeUnit.SECONDS)).isEqualTo(new ScriptEnd.Killed());
        assertThat(count("bye")).isOne();
    }

    @Test
    void output_is_cut_and_says_so() throws Exception {
        assertThat(run("head -c 300000 /dev/zero | tr '\\0' x; sleep 0.3; echo", Duration.ZERO))
                .isEqualTo(new ScriptEnd.Exited(0));
        assertThat(Files.size(log)).isBetween(10_000L, 10_100L);
        assertThat(Files.readString(log)).contains("xx\n---- output cut after 10000 bytes ----\n");
    }

    @Test
    void output_can_be_discarded() throws Exception {
        Script quiet =
                new Script(
                        executable("echo lost; echo lost >&2"),
                        List.of(),
                        Map.of(),
                        directory,
                        new ScriptOutput.Discarded(),
                        Duration.ZERO,
                        Duration.ZERO);
        start(quiet);
        assertThat(end.get(20, TimeUnit.SECONDS)).isEqualTo(new ScriptEnd.Exited(0));
        assertThat(log).doesNotExist();
    }

    @Test
    void a_file_that_is_not_executable_is_not_started() throws Exception {
        Script script = script("true", Duration.ZERO);
        Files.setPosixFilePermissions(
                script.executable(), PosixFilePermissions.fromString("rw-r--r--"));
        start(script);
        assertThat(end.get(20, TimeUnit.SECONDS))
                .isEqualTo(
                        new ScriptEnd.NotStarted(
                                script.executable() + " is not an executable file"));
    }

    @Test
    void stat_lines_with_strange_names_are_read() throws Exception {
        String stat = "7 (a) b) S 1 7 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 4711 9 9";
        ProcessEntry process =
                ProcessTable.parse(stat, "a\0\0b c\0".getBytes(StandardCharsets.UTF_8));
        assertThat(process)
                .isEqualTo(
                        new ProcessEntry(7, 1, 7, 7, "a) b", List.of("a", "", "b c"), 4711, false));
        assertThatThrownBy(() -> ProcessTable.parse("7 (a", new byte[0]))
                .hasMessageContaining("unknown stat line: 7 (a");
    }

    @Test
    void an_identity_is_read_again_and_names_only_the_living() throws Exception {
        ProcessIdentity own = ProcessIdentity.own();
        Path file = directory.resolve("identity");
        assertThat(ProcessIdentity.read(file)).isNull();
        Files.writeString(file, own.print() + " more words\n");
        assertThat(ProcessIdentity.read(file)).isEqualTo(own);
        assertThat(own.isAlive()).isTrue();
        var before = new ProcessIdentity(own.id(), own.startTicks() - 1, own.boot());
        assertThat(before.isAlive()).isFalse();
        var otherBoot = new ProcessIdentity(own.id(), own.startTicks(), own.boot() ^ 2);
        assertThat(otherBoot.isAlive()).isFalse();
        for (String damaged : List.of("", "7", "7 8", "7 8 x", "7 8 9999999999999999999")) {
            Files.writeString(file, damaged);
            assertThat(ProcessIdentity.read(file)).as(damaged).isNull();
        }
    }

    @Test
    void the_table_shows_ourselves() throws Exception {
        long own = ProcessHandle.current().pid();
        assertThat(ProcessTable.read().processes())
                .anyMatch(
                        process ->
                                process.id() == own
                                        && process.name().equals("java")
                                        && process.arguments().size() > 1);
    }
}
