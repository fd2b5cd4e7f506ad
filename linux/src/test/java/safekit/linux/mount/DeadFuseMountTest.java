package safekit.linux.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import safekit.linux.sys.CallFailed;
import safekit.linux.sys.ColdCall;

/** A FUSE mount whose server never answers. */
class DeadFuseMountTest {
    private static final ColdCall OPEN = ColdCall.of("open", 2);
    private static final ColdCall CLOSE = ColdCall.of("close", 1);
    private static final ColdCall MOUNT = ColdCall.of("mount", 5);
    private static final String TYPE = "fuse.safekit";

    @TempDir Path temporary;
    private Path directory;
    private int server;

    @BeforeEach
    void mount() throws IOException {
        directory = Files.createDirectory(temporary.toRealPath().resolve("data"));
        Files.writeString(directory.resolve("file"), "below");
        try (Arena arena = Arena.ofConfined()) {
            server = OPEN.run(arena.allocateFrom("/dev/fuse").address(), 2 | 0x80000);
            String options = "fd=" + server + ",rootmode=40000,user_id=0,group_id=0";
            MOUNT.run(
                    arena.allocateFrom("sk-test").address(),
                    arena.allocateFrom(directory.toString()).address(),
                    arena.allocateFrom(TYPE).address(),
                    0,
                    arena.allocateFrom(options).address());
        }
    }

    @AfterEach
    void unmount() throws IOException {
        CLOSE.run(server);
        while (Detach.top(directory, TYPE)) {
            assertThat(server).isPositive();
        }
    }

    private Mount top() throws IOException {
        Mount top = MountTable.read().top(directory);
        if (top == null) {
            throw new AssertionError("nothing is mounted at " + directory);
        }
        return top;
    }

    @Test
    void clients_of_a_hung_server_are_released_and_the_dead_mount_stays() throws Exception {
        Process client = new ProcessBuilder("stat", directory + "/file").start();
        assertThat(client.waitFor(300, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(FuseConnections.abort(top().minor())).isTrue();
        assertThat(client.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(client.exitValue()).isNotZero();
        assertThat(top().type()).isEqualTo(TYPE);

        assertThat(Detach.top(directory, TYPE)).isTrue();
        assertThat(directory.resolve("file")).hasContent("below");
        assertThat(Detach.top(directory, TYPE)).isFalse();
    }

    @Test
    void no_fence_is_raised_over_a_directory_that_is_served() {
        assertThatThrownBy(() -> Fence.raise(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("it is served by a fuse.safekit mount");
    }

    @Test
    void there_is_nothing_to_abort_without_a_connection() throws Exception {
        assertThat(FuseConnections.abort(999_999)).isFalse();
    }

    @Test
    void a_fence_below_a_served_directory_is_not_the_top() throws CallFailed, IOException {
        assertThat(Fence.raised(directory)).isFalse();
        assertThat(Fence.lift(directory)).isFalse();
    }
}
