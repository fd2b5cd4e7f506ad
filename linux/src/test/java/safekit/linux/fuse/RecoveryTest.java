package safekit.linux.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import safekit.linux.file.LowerTree;

/** A server that dies or hangs, and mounts that are not ours. */
class RecoveryTest {
    private Path directory;

    @BeforeEach
    void make() throws IOException {
        directory = Files.createTempDirectory(Path.of("/var/tmp"), "safekit-dead-");
    }

    @AfterEach
    void remove() throws IOException {
        FuseMount.detachDead(directory);
        for (String name : new String[] {"f", "g"}) {
            Files.deleteIfExists(directory.resolve(name));
        }
        Files.delete(directory);
    }

    @Test
    void a_dead_server_leaves_a_fence_that_can_be_detached() throws Exception {
        Process server = serve();
        Files.writeString(directory.resolve("f"), "kept");
        server.destroyForcibly().waitFor();
        assertThatThrownBy(() -> Files.readString(directory.resolve("f")))
                .hasMessageContaining("not connected");
        assertThat(FuseMount.detachDead(directory)).isTrue();
        assertThat(FuseMount.detachDead(directory)).isFalse();
        assertThat(Files.readString(directory.resolve("f"))).isEqualTo("kept");
        Process again = serve();
        assertThat(Files.readString(directory.resolve("f"))).isEqualTo("kept");
        ServedDirectory.run(Path.of("/"), "umount", directory.toString());
        assertThat(again.waitFor()).isZero();
    }

    @Test
    void a_hung_server_can_be_aborted_from_outside() throws Exception {
        Process server = serve();
        signal(server, "STOP");
        try {
            var client = new ProcessBuilder("cat", directory.resolve("f").toString()).start();
            assertThat(client.isAlive()).isTrue();
            assertThat(FuseMount.abort(directory)).isTrue();
            assertThat(client.waitFor()).isEqualTo(1);
            assertThat(FuseMount.detachDead(directory)).isTrue();
            assertThat(FuseMount.abort(directory)).isFalse();
        } finally {
            signal(server, "CONT");
        }
        assertThat(server.waitFor()).isZero();
    }

    @Test
    void an_unmount_from_outside_ends_the_server_and_nothing_else() throws Exception {
        try (LowerTree tree = LowerTree.open(directory)) {
            FuseMount mount = mount(tree);
            ServedDirectory.run(Path.of("/"), "umount", directory.toString());
            assertThat(mount.awaitEnd(Duration.ofSeconds(20))).isTrue();
            assertThat(mount.unmount()).isFalse();
            mount.close();
        }
    }

    @Test
    void a_used_mount_is_not_unmounted_but_can_be_closed() throws IOException {
        try (LowerTree tree = LowerTree.open(directory)) {
            FuseMount mount = mount(tree);
            var open = new RandomAccessFile(directory.resolve("f").toFile(), "rw");
            open.write(1);
            assertThat(mount.unmount()).isFalse();
            mount.close();
            assertThatThrownBy(() -> open.write(2)).isInstanceOf(IOException.class);
            assertThatThrownBy(open::close).isInstanceOf(IOException.class);
            assertThat(Files.size(directory.resolve("f"))).isEqualTo(1);
        }
    }

    @Test
    void a_mount_of_somebody_else_on_top_is_left_alone() throws IOException {
        try (LowerTree tree = LowerTree.open(directory);
                FuseMount mount = mount(tree)) {
            String path = directory.toString();
            ServedDirectory.run(Path.of("/"), "mount", "-t", "tmpfs", "test", path);
            try {
                assertThat(mount.unmount()).isFalse();
                assertThat(FuseMount.detachDead(directory)).isFalse();
                assertThat(FuseMount.abort(directory)).isFalse();
            } finally {
                ServedDirectory.run(Path.of("/"), "umount", path);
            }
            assertThat(mount.unmount()).isTrue();
            assertThat(mount.unmount()).isFalse();
        }
    }

    @Test
    void a_line_of_mountinfo_is_understood() {
        MountPoint mount =
                MountPoint.of(
                        "36 35 0:98 /r /mnt\\040a rw,noatime shared:1 master:2 - fuse.safekit"
                                + " safekit:m rw,x=y");
        assertThat(mount)
                .isEqualTo(new MountPoint(36, 35, "0:98", "/mnt a", "fuse.safekit", "safekit:m"));
        assertThat(mount.minor()).isEqualTo("98");
    }

    private FuseMount mount(LowerTree tree) throws IOException {
        return FuseMount.mount(
                directory,
                "test",
                tree,
                new PassthroughSink(),
                FuseOptions.WRITE_THROUGH,
                fault -> {});
    }

    private Process serve() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes =
                Path.of("target/classes").toAbsolutePath()
                        + ":"
                        + Path.of("target/test-classes").toAbsolutePath();
        var server =
                new ProcessBuilder(
                                java,
                                "-XX:+UseSerialGC",
                                "-Xmx128m",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                classes,
                                "safekit.linux.fuse.ServeDirectory",
                                directory.toString())
                        .redirectErrorStream(true)
                        .start();
        BufferedReader output = server.inputReader(StandardCharsets.UTF_8);
        assertThat(output.readLine()).startsWith("mounted");
        return server;
    }

    private static void signal(Process process, String name) {
        ServedDirectory.run(Path.of("/"), "kill", "-" + name, Long.toString(process.pid()));
    }
}
