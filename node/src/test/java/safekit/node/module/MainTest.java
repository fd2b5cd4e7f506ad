package safekit.node.module;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import safekit.core.local.LocalCodec;
import safekit.core.local.LocalDecoder;
import safekit.core.local.LocalMessage;
import safekit.linux.net.Interfaces;
import safekit.linux.net.VirtualAddress;
import safekit.linux.process.ProcessIdentity;
import safekit.node.store.ExitCode;
import safekit.node.store.ModuleLog;
import safekit.node.warden.AfterDeath;

/** A real process with a virtual address on the loopback interface, as safeadmin sees it. */
final class MainTest {
    private static final String ADDRESS = "127.84.30.100";
    private static final String VIP =
            """
            <vip><interface_list><interface name="lo" check="off"><real_interface>\
            <virtual_addr addr="127.84.30.100" netmask="255.255.255.255" where="one_side_alias" check="on"/>\
            </real_interface></interface></interface_list></vip>\
            """;

    @TempDir Path directory;

    private TestHome home;
    private @Nullable Process started;

    @BeforeEach
    void configure() throws IOException {
        home = new TestHome(directory.resolve("node1"), 30, "", VIP);
    }

    @AfterEach
    void clean() throws IOException {
        Process last = started;
        if (last != null) {
            last.destroyForcibly();
        }
        new VirtualAddress("lo", InetAddress.getByName(ADDRESS), 32, false).remove();
    }

    @Test
    void safeadmin_cleans_up_after_its_death_and_a_new_process_starts_and_stops_in_order()
            throws Exception {
        Process process = launch(1, "prim");
        await("Local state ALONE Ready");
        assertThat(ask("pulse")).isEqualTo("ALONE ALONE Ready 65536 consistent\nexit 0");
        assertThat(addressIsHere()).isTrue();

        process.destroyForcibly().waitFor();
        assertThat(addressIsHere()).isTrue();
        ModuleSetup setup = ModuleSetup.read(home.module, 1, "node1");
        try (var log = new ModuleLog(home.module.log())) {
            assertThat(AfterDeath.clean(home.module, setup.config(), log, false)).isEmpty();
        }
        assertThat(addressIsHere()).isFalse();
        assertThat(home.calls())
                .containsSubsequence(
                        "start_prim WAIT ALONE start",
                        "stop_prim force WAIT STOP stop",
                        "poststop WAIT STOP stop",
                        "transition WAIT STOP stop");

        process = launch(2, "prim");
        await("Action prim called by root", 2);
        Deadline.until(
                "ALONE again",
                () -> String.join("\n", home.lines()),
                () -> ask("pulse").startsWith("ALONE ALONE Ready"));
        assertThat(ask("order", "start", "0", "0", "called by root"))
                .isEqualTo("Error: the module is already started (ALONE Ready)\nexit 1");
        assertThat(ask("order", "stop", "0", "0", "called by root")).isEqualTo("exit 0");
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ModuleProcess.ENDED);
        assertThat(addressIsHere()).isFalse();
        assertThat(home.module.socket()).doesNotExist();
        assertThat(ExitCode.of(home.module, 2L << 16)).isZero();
        assertThat(home.lines()).contains("Virtual IP " + ADDRESS + " set");
        assertThat(home.lines().getLast()).isEqualTo("Local state STOP NotReady");
    }

    @Test
    void a_second_process_ends_and_leaves_the_first_alone() throws Exception {
        Process first = launch(2, "prim");
        await("Local state ALONE Ready");
        Process second = launch(3, "prim");
        assertThat(second.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isEqualTo(ModuleProcess.HELD);
        assertThat(ask("pulse")).startsWith("ALONE ALONE Ready 131072 ");
        started = first;
    }

    @Test
    void the_script_of_a_dead_process_is_ended_before_stop_scripts_run() throws Exception {
        home.script("start_prim", "echo $$ > $SAFEUSERVAR/sleeper; exec sleep 600");
        Process process = launch(1, "prim");
        Path sleeper = home.module.userVar().resolve("sleeper");
        Path note = home.module.userVar().resolve("script");
        Deadline.until(
                "script",
                () -> String.join("\n", home.lines()),
                () -> Files.exists(sleeper) && Files.readString(sleeper).endsWith("\n"));
        Deadline.until("note", () -> "", () -> ProcessIdentity.read(note) != null);
        ProcessIdentity left = Objects.requireNonNull(ProcessIdentity.read(note));
        assertThat(Files.readString(sleeper).trim()).isEqualTo(Long.toString(left.id()));
        home.script(
                "stop_prim",
                "echo stop_prim >> $SAFEUSERVAR/calls; grep ') [RSD] ' /proc/%d/stat && echo two >> $SAFEUSERVAR/calls"
                        .formatted(left.id()));
        process.destroyForcibly().waitFor();
        assertThat(left.isAlive()).isTrue();
        ModuleSetup setup = ModuleSetup.read(home.module, 1, "node1");
        try (var log = new ModuleLog(home.module.log())) {
            assertThat(AfterDeath.clean(home.module, setup.config(), log, false)).isEmpty();
        }
        assertThat(left.isAlive()).isFalse();
        assertThat(home.calls()).contains("stop_prim").doesNotContain("two");
        assertThat(note).doesNotExist();
    }

    private boolean addressIsHere() throws IOException {
        return Interfaces.read().owning(InetAddress.getByName(ADDRESS)) != null;
    }

    private Process launch(int number, String command) throws IOException {
        var words = new ArrayList<String>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-XX:+UseSerialGC", "-Xmx64m"));
        String modules = System.getProperty("jdk.module.path", "");
        if (modules.isEmpty()) {
            words.add("--enable-native-access=ALL-UNNAMED");
            words.addAll(List.of("-cp", System.getProperty("java.class.path")));
            words.add("safekit.node.module.Main");
        } else {
            words.add("--enable-native-access=safekit.linux,org.xerial.sqlitejdbc");
            words.addAll(List.of("-p", modules, "-m", "safekit.node/safekit.node.module.Main"));
        }
        Path safe = home.module.home().safe();
        words.addAll(
                List.of(
                        safe.toString(),
                        home.module.home().var().toString(),
                        "mirror",
                        "id=1",
                        "node=node1",
                        "incarnation=" + ((long) number << 16),
                        "command=" + command,
                        "author=called by root"));
        Process process = new ProcessBuilder(words).inheritIO().start();
        started = process;
        return process;
    }

    private void await(String line) throws Exception {
        await(line, 1);
    }

    private void await(String line, int times) throws Exception {
        Deadline.until(
                line,
                () -> String.join("\n", home.lines()),
                () -> home.lines().stream().filter(line::equals).count() >= times);
    }

    /** The output of both streams, then the exit code; empty when nobody listens. */
    private String ask(String... words) throws Exception {
        try (var socket = SocketChannel.open(UnixDomainSocketAddress.of(home.module.socket()))) {
            ByteBuffer request = LocalCodec.encode(LocalMessage.Request.of("root", words));
            while (request.hasRemaining()) {
                socket.write(request);
            }
            return answer(socket);
        } catch (java.net.SocketException nobody) {
            return "";
        }
    }

    private static String answer(SocketChannel socket) throws Exception {
        var decoder = new LocalDecoder();
        var text = new StringBuilder();
        ByteBuffer piece = ByteBuffer.allocate(8192);
        while (socket.read(piece) >= 0) {
            decoder.add(piece.flip());
            piece.clear();
            for (var message = decoder.next(); message != null; message = decoder.next()) {
                if (message instanceof LocalMessage.Output output) {
                    text.append(output.text());
                } else if (message instanceof LocalMessage.Exit(int code)) {
                    return text + "exit " + code;
                }
            }
        }
        throw new AssertionError("the connection ended before its answer: " + text);
    }
}
