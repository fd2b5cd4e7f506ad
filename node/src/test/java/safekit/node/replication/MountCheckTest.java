package safekit.node.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import safekit.linux.fuse.Change;
import safekit.linux.fuse.ChangeSink;
import safekit.linux.fuse.FuseOptions;
import safekit.linux.fuse.Reply;
import safekit.linux.mount.Fence;

class MountCheckTest {
    private static final int WORKERS = FuseOptions.WRITE_THROUGH.workers();

    @TempDir Path base;

    @AfterEach
    void liftTheFence() throws IOException {
        assertThat(Fence.lift(base)).isTrue();
    }

    /** A server all of whose workers wait for something that does not come. */
    private static final class Hanging implements ChangeSink {
        final CountDownLatch gate = new CountDownLatch(1);
        volatile boolean hangs;

        @Override
        public int before(Change change) {
            if (hangs) {
                try {
                    gate.await();
                } catch (InterruptedException stop) {
                    Thread.currentThread().interrupt();
                }
            }
            return 0;
        }

        @Override
        public void after(Change change, int errno, Reply reply) {
            reply.send();
        }
    }

    @Test
    void a_hung_server_is_aborted_and_told_of() throws Exception {
        var sink = new Hanging();
        var told = new LinkedBlockingQueue<String>();
        try (var directories = ReplicatedDirectories.open(List.of(base), Selection.everything(1));
                var threads = Executors.newCachedThreadPool()) {
            directories.mount(
                    "checktest", _ -> sink, FuseOptions.WRITE_THROUGH, Throwable::printStackTrace);
            directories.watch(Duration.ofMillis(20), Duration.ofSeconds(1), told::add);
            List<Path> files = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                files.add(Files.writeString(base.resolve("f" + i), "1"));
            }
            assertThat(told).isEmpty();
            sink.hangs = true;
            var writers = new ArrayList<Future<Path>>();
            for (Path file : files) {
                writers.add(threads.submit(() -> Files.writeString(file, "2")));
            }
            try {
                assertThat(told.poll(30, TimeUnit.SECONDS))
                        .isEqualTo(base + " does not answer within 1000 ms (checktime)");
                for (Future<Path> writer : writers) {
                    assertThatThrownBy(() -> writer.get(30, TimeUnit.SECONDS))
                            .isInstanceOf(ExecutionException.class)
                            .hasCauseInstanceOf(IOException.class);
                }
            } finally {
                sink.gate.countDown();
            }
            directories.unmount();
        }
    }

    @Test
    void a_server_that_answers_is_left_alone() throws Exception {
        var sink = new Hanging();
        var told = new LinkedBlockingQueue<String>();
        try (var directories = ReplicatedDirectories.open(List.of(base), Selection.everything(1))) {
            directories.mount(
                    "checktest", _ -> sink, FuseOptions.WRITE_THROUGH, Throwable::printStackTrace);
            directories.watch(Duration.ofMillis(1), Duration.ofSeconds(20), told::add);
            for (int i = 0; i < 50; i++) {
                Path file = base.resolve("d" + i);
                Files.createDirectory(file);
                Files.delete(file);
            }
            assertThat(told).isEmpty();
        }
    }
}
