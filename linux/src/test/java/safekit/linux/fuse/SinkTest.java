package safekit.linux.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import safekit.linux.sys.Errno;

/** What the replication is told, and that the application is answered when it says so. */
class SinkTest {
    /** Writes down each change; answers at once, or hands the reply out. */
    private static final class Recorder implements ChangeSink {
        final List<String> seen = new ArrayList<>();
        final LinkedBlockingQueue<Reply> held = new LinkedBlockingQueue<>();
        volatile boolean holds;
        volatile ToIntFunction<Change> refusal = change -> 0;

        @Override
        public int before(Change change) {
            return refusal.applyAsInt(change);
        }

        @Override
        public void after(Change change, int errno, Reply reply) {
            synchronized (seen) {
                seen.add(
                        change.kind
                                + " "
                                + new String(change.name, StandardCharsets.UTF_8)
                                + (change.newName.length == 0
                                        ? ""
                                        : ">" + new String(change.newName, StandardCharsets.UTF_8))
                                + " "
                                + change.offset
                                + "+"
                                + change.length
                                + " "
                                + errno
                                + (change.data.byteSize() == change.length ? "" : " wrong data"));
            }
            if (holds) {
                held.add(reply);
            } else {
                reply.send();
            }
        }

        List<String> taken() {
            synchronized (seen) {
                List<String> all = List.copyOf(seen);
                seen.clear();
                return all;
            }
        }
    }

    @Test
    void hears_of_each_change_in_order() throws IOException {
        var recorder = new Recorder();
        try (var served = ServedDirectory.with(recorder)) {
            Path file = served.mounted.resolve("f");
            try (var open = new RandomAccessFile(file.toFile(), "rw")) {
                open.write(new byte[5000]);
                open.seek(100);
                open.write(7);
                open.getFD().sync();
                open.setLength(10);
            }
            Files.createDirectory(served.mounted.resolve("d"));
            Files.move(file, served.mounted.resolve("d/g"));
            Files.delete(served.mounted.resolve("d/g"));
            assertThat(recorder.taken())
                    .containsExactly(
                            "CREATE f 0+0 0",
                            "WRITE  0+5000 0",
                            "WRITE  100+1 0",
                            "SYNC  0+0 0",
                            "TRUNCATE  10+0 0",
                            "MKDIR d 0+0 0",
                            "RENAME f>g 0+0 0",
                            "UNLINK g 0+0 0");
            assertThat(served.faults).isEmpty();
        }
    }

    @Test
    void hears_a_synchronous_write_as_a_write_and_a_sync() throws IOException {
        var recorder = new Recorder();
        try (var served = ServedDirectory.with(recorder)) {
            try (var open = new RandomAccessFile(served.mounted.resolve("f").toFile(), "rwd")) {
                open.write(new byte[10]);
            }
            assertThat(recorder.taken())
                    .containsExactly("CREATE f 0+0 0", "WRITE  0+10 0", "SYNC  0+0 0");
        }
    }

    @Test
    void a_change_that_fails_on_the_disk_tells_why() throws IOException {
        var recorder = new Recorder();
        try (var served = ServedDirectory.with(recorder)) {
            Files.createDirectories(served.mounted.resolve("d/e"));
            recorder.taken();
            assertThatThrownBy(() -> Files.delete(served.mounted.resolve("d")))
                    .isInstanceOf(FileSystemException.class);
            assertThat(recorder.taken()).containsExactly("RMDIR d 0+0 " + Errno.ENOTEMPTY);
        }
    }

    @Test
    void a_refused_change_is_not_made() throws IOException {
        var recorder = new Recorder();
        recorder.refusal = change -> change.kind == Change.Kind.MKDIR ? Errno.ENOSPC : 0;
        try (var served = ServedDirectory.with(recorder)) {
            assertThatThrownBy(() -> Files.createDirectory(served.mounted.resolve("d")))
                    .hasMessageContaining("No space left");
            assertThat(Files.exists(served.mounted.resolve("d"))).isFalse();
            assertThat(recorder.taken()).isEmpty();
        }
    }

    @Test
    void the_application_waits_for_the_reply_and_the_workers_do_not() throws Exception {
        var recorder = new Recorder();
        try (var served = ServedDirectory.with(recorder)) {
            int writers = 3 * FuseOptions.WRITE_THROUGH.workers();
            for (int i = 0; i < writers; i++) {
                Files.createFile(served.mounted.resolve("f" + i));
            }
            recorder.holds = true;
            List<CompletableFuture<Void>> made = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                Path file = served.mounted.resolve("f" + i);
                made.add(
                        CompletableFuture.runAsync(
                                () -> write(file),
                                runnable -> Thread.ofPlatform().daemon().start(runnable)));
            }
            List<Reply> replies = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                Reply reply = recorder.held.poll(10, TimeUnit.SECONDS);
                assertThat(reply).as("reply %s", i).isNotNull();
                replies.add(reply);
            }
            assertThat(made).noneMatch(CompletableFuture::isDone);
            // All workers are free: something else is served.
            assertThat(Files.readAllBytes(served.mounted.resolve("f0"))).isNotNull();
            recorder.holds = false;
            replies.getFirst().fail(Errno.EIO);
            replies.subList(1, writers).forEach(Reply::send);
            int failed = 0;
            for (CompletableFuture<Void> one : made) {
                failed += one.handle((nothing, e) -> e == null ? 0 : 1).get(20, TimeUnit.SECONDS);
            }
            assertThat(failed).isEqualTo(1);
            assertThatThrownBy(() -> replies.getLast().send())
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void a_fault_of_the_sink_goes_to_the_last_handler() throws Exception {
        var recorder = new Recorder();
        recorder.refusal =
                change -> {
                    if (change.kind == Change.Kind.SYMLINK) {
                        throw new IllegalStateException("a fault for the test");
                    }
                    return 0;
                };
        var heard = new CompletableFuture<Throwable>();
        Thread.UncaughtExceptionHandler former = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> heard.complete(fault));
        try (var served = ServedDirectory.with(recorder)) {
            Path link = served.mounted.resolve("s");
            Thread.ofPlatform().daemon().start(() -> makeSymlink(link));
            assertThat(heard.get(20, TimeUnit.SECONDS)).hasMessage("a fault for the test");
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(former);
        }
    }

    /** Never answered: ends when the connection does. */
    private static void makeSymlink(Path link) {
        assertThatThrownBy(() -> Files.createSymbolicLink(link, Path.of("t")))
                .isInstanceOf(FileSystemException.class);
    }

    private static void write(Path file) {
        try {
            Files.write(file, new byte[1]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
