package safekit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import safekit.core.local.BadLocalMessage;
import safekit.core.local.LocalCodec;
import safekit.core.local.LocalMessage.Exit;
import safekit.core.local.LocalMessage.Output;

class CommandLineTest {
    @TempDir Path directory;

    private record Result(int code, String out, String err) {}

    @Test
    void options_stand_anywhere_behind_the_verb() throws UsageError {
        assertThat(read("prim fullsync -m a -u x@y"))
                .containsExactlyInAnyOrder("module=a", "user=x@y", "fullsync=fullsync");
        assertThat(read("prim -u x@y -m a fullsync"))
                .containsExactlyInAnyOrder("module=a", "user=x@y", "fullsync=fullsync");
        assertThat(read("state -lq -m a")).containsExactlyInAnyOrder("module=a", "quiet=on");
        assertThat(read("cluster config lock")).containsExactly("lock=lock");
        assertThat(read("cluster config c.xml unlock"))
                .containsExactlyInAnyOrder("file=c.xml", "lock=unlock");
        assertThat(read("set -m a -r x.y -v down -n"))
                .containsExactlyInAnyOrder("module=a", "resource=x.y", "value=down", "nolog=on");
    }

    @Test
    void the_variable_of_scripts_stands_in_for_the_module() throws UsageError {
        List<String> words = List.of("stop", "-i", "start_prim");
        assertThat(new Usage(CommandTable.find(words)).read(words, Map.of("SAFEMODULE", "m")))
                .containsExactly("module=m", "identity=start_prim");
        List<String> ports = List.of("module", "getports");
        assertThat(new Usage(CommandTable.find(ports)).read(ports, Map.of("SAFEMODULE", "m")))
                .containsExactly("module=m");
        List<String> byId = List.of("module", "getports", "-i", "2");
        assertThat(new Usage(CommandTable.find(byId)).read(byId, Map.of("SAFEMODULE", "m")))
                .containsExactly("id=2");
    }

    @Test
    void exit_codes_and_texts() throws IOException, InterruptedException {
        assertThat(safekit("-p"))
                .isEqualTo(
                        new Result(
                                0,
                                """
                                SAFE="/opt/safekit"
                                SAFEVAR="%1$s"
                                SAFEBIN="/opt/safekit/private/bin"
                                SAFECONF="/opt/safekit/private/conf"
                                """
                                        .formatted(directory),
                                ""));
        Result usage = safekit("start", "-x");
        assertThat(usage.code()).isEqualTo(2);
        assertThat(usage.err()).startsWith("Error: start: ").contains("usage: safekit start -m AM");
        assertThat(safekit("strat", "-m", "a").err()).contains("there is no command 'strat'");
        assertThat(safekit("dump", "-m", "a"))
                .isEqualTo(new Result(1, "", "Error: dump is not available in this version\n"));
    }

    @Test
    void what_is_misspelt_or_missing_is_named() throws IOException, InterruptedException {
        assertThat(safekit("stat").err())
                .isEqualTo("Error: there is no command 'stat'; did you mean 'state'?\n");
        assertThat(safekit("module", "lst").err())
                .isEqualTo(
                        "Error: there is no command 'module lst'; did you mean 'module list'?\n");
        assertThat(safekit("module").err())
                .startsWith("Error: 'module' needs a word more: 'module install', ");
        assertThat(safekit("xyzzy").err())
                .isEqualTo("Error: there is no command 'xyzzy'; safekit help lists all\n");
        assertThat(safekit("log", "-m", "a", "-s", "x").err())
                .startsWith("Error: log: -s takes a number, not 'x'\nusage: safekit log ");
        assertThat(safekit("log", "-m", "a", "-l", "de").err())
                .startsWith("Error: log: -l takes en|fr, not 'de'\n");
        assertThat(safekit("module", "getports").err())
                .startsWith("Error: module getports: it needs -m AM or -i id\n");
    }

    @Test
    void help_is_for_all_commands_or_for_one() throws IOException, InterruptedException {
        Result all = safekit("help");
        assertThat(all.code()).isZero();
        assertThat(all.out())
                .startsWith("usage: safekit ")
                .contains("\n  state [-m AM] [-v] [-lq]");
        assertThat(safekit()).isEqualTo(new Result(2, "", all.out()));
        String start = "usage: safekit start -m AM [-i identity] [-u user]\n  start a module\n";
        assertThat(safekit("start", "-h")).isEqualTo(new Result(0, start, ""));
        assertThat(safekit("help", "start")).isEqualTo(new Result(0, start, ""));
    }

    @Test
    void no_failure_of_the_state_word_looks_like_a_state()
            throws IOException, InterruptedException {
        assertThat(safekit("state", "-lq", "-m").code()).isEqualTo(255);
        assertThat(safekit("state", "-lq", "-m", "a").code()).isEqualTo(255);
        List<String> incomplete = List.of("core", "cli");
        assertThat(safekit(incomplete, directory, "state", "-lq", "-m", "a").code()).isEqualTo(255);
    }

    @Test
    void without_daemon_it_waits_ten_seconds() throws IOException, InterruptedException {
        long start = System.nanoTime();
        assertThat(safekit("level"))
                .isEqualTo(
                        new Result(
                                3,
                                "Waiting for safeadmin ..........\n",
                                "Error: safeadmin administrator daemon not running\n"));
        assertThat(System.nanoTime() - start).isGreaterThan(9_900_000_000L);
    }

    @Test
    void a_daemon_that_takes_nothing_is_as_good_as_none() throws IOException, InterruptedException {
        try (var hung = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            hung.bind(UnixDomainSocketAddress.of(directory.resolve("safeadmin.sock")));
            assertThat(safekit("level"))
                    .isEqualTo(
                            new Result(
                                    3,
                                    "Waiting for safeadmin ..........\n",
                                    "Error: safeadmin administrator daemon not running\n"));
        }
    }

    @Test
    void what_was_acknowledged_may_take_its_time() throws Exception {
        try (var slow = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            slow.bind(UnixDomainSocketAddress.of(directory.resolve("safeadmin.sock")));
            Thread.ofVirtual().start(() -> answer(slow));
            assertThat(safekit("level")).isEqualTo(new Result(4, "late\n", ""));
        }
    }

    /** An acknowledgement at once, the rest after the time without one. */
    private static void answer(ServerSocketChannel listener) {
        try (SocketChannel channel = listener.accept()) {
            channel.write(LocalCodec.encode(new Output(1, new byte[0])));
            LockSupport.parkNanos(11_000_000_000L);
            channel.write(LocalCodec.encode(Output.of(1, "late\n")));
            channel.write(LocalCodec.encode(new Exit(4)));
        } catch (IOException | BadLocalMessage e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_socket_that_cannot_be_reached_is_said_at_once()
            throws IOException, InterruptedException {
        Path loop = directory.resolve("safeadmin.sock");
        Files.createSymbolicLink(loop, loop);
        String why = "Too many levels of symbolic links";
        assertThat(safekit("level"))
                .isEqualTo(new Result(1, "", "Error: %s: %s\n".formatted(loop, why)));
        Path longest = directory.resolve("x".repeat(110));
        assertThat(safekit(longest, "level").err())
                .isEqualTo("Error: " + longest + "/safeadmin.sock: Unix domain path too long\n");
        assertThat(safekit(longest, "state", "-lq", "-m", "a").code()).isEqualTo(255);
    }

    private static List<String> read(String line) throws UsageError {
        List<String> words = List.of(line.split(" ", -1));
        return new Usage(CommandTable.find(words)).read(words, Map.of());
    }

    private Result safekit(String... arguments) throws IOException, InterruptedException {
        return safekit(directory, arguments);
    }

    private static Result safekit(Path var, String... arguments)
            throws IOException, InterruptedException {
        return safekit(List.of("core", "vendor/picocli", "cli"), var, arguments);
    }

    private static Result safekit(List<String> parts, Path var, String... arguments)
            throws IOException, InterruptedException {
        Path root = Path.of(System.getProperty("repository.root", ".."));
        String classes =
                parts.stream()
                        .map(part -> root.resolve(part + "/target/classes").toString())
                        .collect(Collectors.joining(":"));
        List<String> words =
                new ArrayList<>(
                        List.of(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-cp",
                                classes,
                                Main.class.getName(),
                                "/opt/safekit",
                                var.toString()));
        words.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().remove("SAFEMODULE");
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), out, err);
    }
}
