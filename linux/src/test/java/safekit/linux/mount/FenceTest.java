package safekit.linux.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import safekit.linux.sys.CallFailed;

class FenceTest {
    @TempDir Path temporary;
    private Path directory;

    @BeforeEach
    void make() throws IOException {
        directory = Files.createDirectory(temporary.toRealPath().resolve("data with\\ blank"));
        Files.writeString(directory.resolve("file"), "paired");
    }

    @AfterEach
    void unmount_everything() throws IOException {
        while (MountTable.read().top(directory) != null) {
            MountCalls.detach(directory);
        }
    }

    private void tryToWrite() throws IOException {
        Files.writeString(directory.resolve("other"), "x");
    }

    private void assertRefused() {
        assertThatThrownBy(this::tryToWrite)
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("Read-only file system");
    }

    @Test
    void a_fence_refuses_writes_and_lets_read() throws Exception {
        assertThat(Fence.raised(directory)).isFalse();
        assertThat(Fence.raise(directory)).isTrue();
        assertThat(Fence.raised(directory)).isTrue();
        assertThat(Fence.all()).contains(directory);
        assertRefused();
        assertThat(directory.resolve("file")).hasContent("paired");
        assertThat(Fence.lift(directory)).isTrue();
        assertThat(Fence.raised(directory)).isFalse();
        tryToWrite();
    }

    @Test
    void raising_and_lifting_twice_changes_nothing() throws Exception {
        Fence.raise(directory);
        int mounts = MountTable.read().mounts().size();
        assertThat(Fence.raise(directory)).isFalse();
        assertThat(MountTable.read().mounts()).hasSize(mounts);
        assertThat(Fence.lift(directory)).isTrue();
        assertThat(Fence.lift(directory)).isFalse();
        assertThat(MountTable.read().mounts()).hasSize(mounts - 1);
    }

    @Test
    void a_directory_that_is_a_mount_point_keeps_its_own_mount() throws Exception {
        MountCalls.mount("sk-test", directory, "tmpfs");
        Files.writeString(directory.resolve("inner"), "data");
        Fence.raise(directory);
        assertThat(Fence.raised(directory)).isTrue();
        assertRefused();
        assertThat(directory.resolve("inner")).hasContent("data");
        assertThat(Fence.lift(directory)).isTrue();
        assertThat(Fence.lift(directory)).isFalse();
        assertThat(directory.resolve("inner")).hasContent("data");
        tryToWrite();
    }

    @Test
    void the_way_below_the_fence_is_writable_while_the_fence_stays() throws Exception {
        Fence.raise(directory);
        assertWritableBelow();
        assertRefused();
        Fence.lift(directory);
        assertThat(directory.resolve("replicated")).hasContent("by us");
    }

    @Test
    void below_the_fence_of_a_mount_point_is_that_mount() throws Exception {
        MountCalls.mount("sk-test", directory, "tmpfs");
        Fence.raise(directory);
        assertWritableBelow();
        assertRefused();
        Fence.lift(directory);
        assertThat(directory.resolve("replicated")).hasContent("by us");
    }

    private void assertWritableBelow() throws IOException {
        int below = Fence.openBelow(directory);
        try {
            Files.writeString(Path.of("/proc/self/fd/" + below, "replicated"), "by us");
        } finally {
            MountCalls.close(below);
        }
    }

    @Test
    void a_mount_of_somebody_else_is_not_taken_for_a_fence() throws Exception {
        MountCalls.mount("sk-test", directory, "tmpfs");
        assertThat(Fence.raised(directory)).isFalse();
        assertThat(Fence.lift(directory)).isFalse();
        assertThat(Detach.top(directory, "fuse.safekit")).isFalse();
        assertThat(MountTable.read().top(directory)).isNotNull();
        assertThat(Detach.top(directory, "tmpfs")).isTrue();
        assertThat(MountTable.read().top(directory)).isNull();
        assertThat(Detach.top(directory, "tmpfs")).isFalse();
    }

    @Test
    void a_read_only_bind_mount_of_an_administrator_is_not_ours() throws Exception {
        int tree = MountCalls.cloneTree(directory);
        MountCalls.setAttributes(tree, MountCalls.READ_ONLY, 0, 0);
        MountCalls.attach(tree, directory);
        MountCalls.close(tree);
        assertThat(Fence.raised(directory)).isFalse();
        assertThat(Fence.lift(directory)).isFalse();
    }

    @Test
    void a_missing_directory_is_an_error() {
        assertThatThrownBy(() -> Fence.raise(directory.resolve("none")))
                .isInstanceOf(CallFailed.class)
                .hasMessageContaining("No such file or directory");
    }

    @Test
    void a_fence_is_complete_in_other_mount_namespaces_too() throws Exception {
        MountCalls.mount("sk-test", directory, "tmpfs");
        command("mount", "--make-shared", directory.toString());
        Path replicated = Files.createDirectory(directory.resolve("replicated"));
        Process other =
                new ProcessBuilder("unshare", "-m", "--propagation", "slave", "cat").start();
        try {
            // cat echoes: then the other namespace exists.
            other.getOutputStream().write('x');
            other.getOutputStream().flush();
            assertThat(other.getInputStream().read()).isEqualTo('x');
            Fence.raise(replicated);
            Mount seen = mountOf(other, replicated);
            assertThat(seen).isNotNull().matches(mount -> mount.options().contains("ro"));
            Fence.lift(replicated);
            assertThat(mountOf(other, replicated)).isNull();
        } finally {
            other.destroyForcibly().waitFor();
            Fence.lift(replicated);
        }
    }

    private static @Nullable Mount mountOf(Process process, Path path) throws IOException {
        Path table = Path.of("/proc", Long.toString(process.pid()), "mountinfo");
        return MountTable.parse(Files.readString(table)).top(path);
    }

    private static void command(String... words) throws Exception {
        assertThat(new ProcessBuilder(words).inheritIO().start().waitFor()).isZero();
    }
}
