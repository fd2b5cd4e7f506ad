package safekit.node.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import safekit.core.local.LocalMessage.Exit;
import safekit.core.local.LocalMessage.Output;
import safekit.core.local.LocalMessage.Request;
import safekit.node.admin.TestNode.Result;
import safekit.node.home.ModuleHome;
import safekit.node.local.LocalConnection;

class DaemonTest {
    @TempDir Path directory;
    private TestNode node;
    private ModuleHome mirror;

    @BeforeEach
    void open() throws IOException {
        node = new TestNode(directory);
        mirror = node.home.module("mirror");
    }

    @AfterEach
    void close() throws IOException {
        node.close();
    }

    @Test
    void the_socket_is_for_root_and_one_group() throws IOException {
        assertThat(Files.getPosixFilePermissions(node.home.controlSocket()))
                .isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
    }

    @Test
    void level_prints_four_lines() throws IOException {
        assertThat(node.run("level").out().lines().map(line -> line.replaceAll(": .*", ":")))
                .containsExactly("Host:", "OS:", "SafeKit:", "License:");
    }

    @Test
    void modules_get_the_smallest_free_id_and_ports_follow_it() throws IOException {
        assertThat(node.run("module install", "module=mirror", "id=2").code()).isZero();
        assertThat(node.run("module install", "module=n", "file=notes.safe").code()).isZero();
        assertThat(node.run("module install", "module=m3", "file=mirror").code()).isZero();
        assertThat(node.run("module list").out()).isEqualTo("m3\nmirror\nn\n");
        assertThat(node.run("module listid").out()).isEqualTo("m3 3\nmirror 2\nn 1\n");
        assertThat(node.run("module getports", "module=n").out())
                .isEqualTo(
                        """
                        List of the ports used by SafeKit
                        Process         Ports
                        safeadmin
                                port    UDP 4800
                        webconsole
                                port    TCP 9010
                        heart
                                port    UDP 8888
                        rfs
                                safenfs_port    TCP 5600
                        """);
        assertThat(node.run("module getports", "id=3").out())
                .contains("UDP 8890\n")
                .contains("TCP 5608\n");
    }

    @Test
    void a_taken_id_or_a_taken_name_or_a_missing_file_is_refused() throws IOException {
        TestNode.ok(node.run("module install", "module=mirror"));
        refused(node.run("module install", "module=mirror"), "is already installed");
        refused(
                node.run("module install", "module=x", "id=1", "file=mirror"),
                "the module id 1 belongs to the module mirror");
        refused(node.run("module install", "module=x", "file=no"), "there is no file no below ");
        refused(node.run("module install", "module=../x", "file=mirror"), "is not a module name");
        refused(node.run("state", "module=no"), "the module no is not installed");
        assertThat(node.run("module list").out()).isEqualTo("mirror\n");
    }

    @Test
    void an_archive_that_reaches_outside_installs_nothing() throws IOException {
        Path evil = directory.resolve("evil.safe");
        try (var zip = new ZipOutputStream(Files.newOutputStream(evil))) {
            zip.putNextEntry(new ZipEntry("../../../escaped"));
            zip.write(1);
        }
        refused(
                node.run("module install", "module=evil", "file=" + evil),
                "holds a file outside of the module: ../../../escaped");
        assertThat(directory.resolve("escaped")).doesNotExist();
        assertThat(node.run("module list").out()).isEmpty();
    }

    @Test
    void config_makes_complete_xml_and_keeps_the_last_three() throws IOException {
        node.configureMirror("3000");
        assertThat(Files.readString(mirror.safeconf()))
                .contains("127.0.0.77")
                .contains("<ip ")
                .contains("<intf ")
                .doesNotContain("%VIRTUAL_IP%");
        assertThat(Files.isExecutable(mirror.userBin().resolve("start_prim"))).isTrue();
        String confinfo = node.run("confinfo", "module=mirror").out();
        assertThat(confinfo).matches("active ([0-9a-f]{64}) \\d+\ncurrent \\1 \\d+\n");
        Files.writeString(mirror.current().resolve("bin/stop_prim"), "#!/bin/sh\n");
        assertThat(node.run("confinfo", "module=mirror").out())
                .doesNotMatch("active ([0-9a-f]{64}) \\d+\ncurrent \\1 \\d+\n");
        assertThat(node.run("state").out())
                .isEqualTo("%-40s%s\n".formatted("mirror", "STOP NotReady"));
        try (var kept = Files.list(node.home.safe().resolve("modules/lastconfig"))) {
            assertThat(kept.map(each -> each.getFileName().toString()))
                    .singleElement()
                    .asString()
                    .matches("mirror_\\d{4}-\\d\\d-\\d\\d_\\d\\d-\\d\\d-\\d\\d\\.safe");
        }
    }

    @Test
    void a_bad_configuration_leaves_the_active_one() throws IOException {
        node.configureMirror("3000");
        String before = Files.readString(mirror.safeconf());
        String good = Files.readString(mirror.userconfig());
        Files.writeString(
                mirror.userconfig(),
                good.replace("boot=\"on\"", "boot=\"on\" boot_delay=\"500ms\""));
        assertThat(node.run("config", "module=mirror").err())
                .contains(
                        "Error: invalid value '500ms' for the attribute boot_delay"
                                + " (expected time unit: 's')\n");
        Files.writeString(mirror.userconfig(), good.replace("/repdir", "/missing"));
        assertThat(node.run("confcheck", "module=mirror").err())
                .contains("/missing does not exist");
        Files.writeString(mirror.userconfig(), good);
        Path postconfig = mirror.current().resolve("bin/postconfig");
        Files.writeString(postconfig, "#!/bin/sh\necho done for $SAFEMODULE in $PWD\nexit 4\n");
        Files.setPosixFilePermissions(postconfig, PosixFilePermissions.fromString("rwxr-xr-x"));
        Result result = node.run("config", "module=mirror");
        refused(result, "the script postconfig ended with 4");
        assertThat(result.out()).isEqualTo("done for mirror in " + mirror.userBin() + "\n");
        assertThat(Files.readString(mirror.safeconf())).isEqualTo(before);
        assertThat(mirror.userBin().resolve("postconfig")).doesNotExist();
    }

    @Test
    void a_script_whose_caller_goes_away_is_ended_and_the_next_command_has_its_turn()
            throws IOException {
        node.configureMirror("3000");
        Path script = mirror.current().resolve("bin/config");
        Files.writeString(script, "#!/bin/sh\necho $$\nsleep 1000\necho no\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        long leader;
        try (var next = LocalConnection.to(node.home.controlSocket())) {
            try (var caller = LocalConnection.to(node.home.controlSocket())) {
                caller.send(Request.of("", "config", "module=mirror"));
                leader = Long.parseLong(output(caller).trim());
                next.send(Request.of("", "module genkey", "module=mirror"));
                assertThat(output(next))
                        .isEqualTo("another command works on the modules: waiting for its end\n");
            }
            assertThat(next.receive()).isEqualTo(new Exit(0));
        }
        TestNode.await("end", () -> ProcessHandle.of(leader).isEmpty());
        try (var files = Files.list(node.home.var())) {
            assertThat(files.map(Path::toString)).noneMatch(file -> file.endsWith(".out"));
        }
    }

    /** The next output that is more than an acknowledgement. */
    private static String output(LocalConnection connection) throws IOException {
        String text = "";
        while (text.isEmpty()) {
            text = ((Output) Objects.requireNonNull(connection.receive())).text();
        }
        return text;
    }

    @Test
    void macros_take_variables_of_the_caller() throws IOException {
        node.configureMirror("3000");
        Path file = mirror.userconfig();
        Files.writeString(file, Files.readString(file).replace("127.0.0.77", "%MY_ADDRESS%"));
        TestNode.ok(node.runAs(Map.of("MY_ADDRESS", "127.0.0.9"), "config", "module=mirror"));
        assertThat(Files.readString(mirror.safeconf())).contains("127.0.0.9");
    }

    @Test
    void uninstall_backs_up_and_leaves_nothing() throws IOException {
        node.configureMirror("3000");
        TestNode.ok(node.run("module uninstall", "module=mirror"));
        assertThat(node.home.applicationModules().resolve("backup/mirror.safe")).exists();
        assertThat(mirror.current()).doesNotExist();
        assertThat(mirror.active()).doesNotExist();
        assertThat(mirror.userVar()).doesNotExist();
        TestNode.ok(
                node.run(
                        "module install",
                        "module=again",
                        "file=" + node.home.applicationModules().resolve("backup/mirror.safe")));
    }

    @Test
    void the_cluster_travels_as_a_zip_and_is_lockable() throws IOException {
        Files.writeString(node.home.var().resolve("c.xml"), TestNode.CLUSTER.formatted(4899));
        TestNode.ok(node.run("cluster config", "file=c.xml", "lock=lock"));
        String first = node.run("cluster confinfo").out();
        assertThat(first)
                .matches(
                        Pattern.compile(
                                "Node +Signature +Date +Lock\n"
                                        + "node1 +[0-9a-f]{64} \\d{4}-\\d\\d-\\d\\dT\\d\\d:"
                                        + "\\d\\d:\\d\\d 1\n"));
        refused(node.run("cluster config"), "the cluster configuration is locked: ");
        Path zip = node.home.cluster().resolve("cluster.zip");
        Path kept = Files.copy(zip, directory.resolve("kept.zip"));
        assertThat(Files.getPosixFilePermissions(zip))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        TestNode.ok(node.run("cluster config", "lock=unlock"));
        assertThat(signature(node.run("cluster confinfo").out())).isNotEqualTo(signature(first));
        TestNode.ok(node.run("cluster config", "file=" + kept));
        assertThat(signature(node.run("cluster confinfo").out())).isEqualTo(signature(first));
        TestNode.ok(node.run("cluster deconfig"));
        refused(node.run("cluster confinfo"), "the cluster is not configured");
        assertThat(node.home.cluster().resolve("cluster.key")).doesNotExist();
    }

    @Test
    void there_is_a_place_for_the_first_cluster_and_an_example_to_put_there() throws IOException {
        assertThat(node.home.cluster()).isEmptyDirectory();
        Path example = TestNode.ROOT.resolve("packaging/tree/private/conf/cluster-example.xml");
        assertThat(node.run("cluster confcheck", "file=" + example.toAbsolutePath()))
                .isEqualTo(new Result(0, "", ""));
        Files.copy(example, node.home.cluster().resolve("cluster.xml"));
        refused(
                node.run("cluster config"),
                "no node of the cluster has an address of this machine");
    }

    @Test
    void a_new_key_waits_for_the_next_configuration() throws IOException {
        Files.writeString(node.home.var().resolve("c.xml"), TestNode.CLUSTER.formatted(4899));
        TestNode.ok(node.run("cluster config", "file=c.xml"));
        String before = node.run("cluster confinfo").out();
        assertThat(node.run("cluster genkey").out()).contains("The key is used when it is applied");
        node.restartDaemon();
        assertThat(node.run("cluster confinfo").out()).isEqualTo(before);
        Path zip = node.home.cluster().resolve("cluster.zip");
        TestNode.ok(node.run("cluster config", "file=" + zip));
        String generated = node.run("cluster confinfo").out();
        assertThat(signature(generated)).isNotEqualTo(signature(before));
        TestNode.ok(node.run("cluster delkey"));
        assertThat(node.run("cluster confinfo").out()).isEqualTo(generated);
        TestNode.ok(node.run("cluster config", "file=" + zip));
        assertThat(signature(node.run("cluster confinfo").out()))
                .isNotEqualTo(signature(generated));
        assertThat(node.home.cluster().resolve("cluster.key")).doesNotExist();
    }

    private static String signature(String confinfo) {
        return confinfo.replaceAll("(?s).*([0-9a-f]{64}).*", "$1");
    }

    @Test
    void a_cluster_without_this_machine_is_refused() throws IOException {
        Files.writeString(
                node.home.var().resolve("c.xml"),
                TestNode.CLUSTER.formatted(4899).replace("127.0.0.1\"", "127.0.0.3\""));
        refused(
                node.run("cluster config", "file=c.xml"),
                "no node of the cluster has an address of this machine");
        assertThat(node.home.cluster().resolve("cluster.xml")).doesNotExist();
    }

    @Test
    void what_does_not_exist_is_said() throws IOException {
        refused(node.run("swim"), "swim is not available in this version");
        refused(node.run("start", "module=mirror"), "the module mirror is not installed");
    }

    static void refused(Result result, String sentence) {
        assertThat(result.err()).startsWith("Error: ").contains(sentence);
        assertThat(result.code()).isEqualTo(1);
    }
}
