package safekit.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import safekit.core.generation.Meeting;
import safekit.core.mirror.Effect.AckRule;
import safekit.core.replication.FileId;
import safekit.core.replication.Name;
import safekit.linux.fuse.Change;
import safekit.linux.fuse.ChangeSink;
import safekit.linux.fuse.Reply;

/**
 * A reintegration while applications write, interrupted and begun again: equal trees at the end.
 */
@Timeout(180)
class ReintegrationTest {
    /** When content or attributes were changed last. */
    private static Object changed(Path file) throws IOException {
        return Files.getAttribute(file, "unix:ctime");
    }

    private static List<Application> applications(Pair pair, long seed, int count) {
        var all = new ArrayList<Application>();
        for (int i = 0; i < count; i++) {
            all.add(new Application(pair.primary.directory, seed * 100 + i, 5));
        }
        return all;
    }

    /** Applications that go on until they are told to stop. */
    private static final class Writers implements AutoCloseable {
        private final AtomicBoolean stop = new AtomicBoolean();
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final List<Future<?>> running = new ArrayList<>();

        Writers(List<Application> applications) {
            var started = new CountDownLatch(applications.size());
            for (Application application : applications) {
                running.add(
                        threads.submit(
                                () -> {
                                    application.step();
                                    started.countDown();
                                    while (!stop.get()) {
                                        application.step();
                                    }
                                    return null;
                                }));
            }
        }

        @Override
        public void close() throws IOException {
            stop.set(true);
            try {
                for (Future<?> one : running) {
                    one.get();
                }
            } catch (InterruptedException | ExecutionException failed) {
                throw new IOException(failed);
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private static void mess(Pair pair, long seed) throws IOException {
        new Application(pair.secondary.directory, seed + 77, 12).steps(1500);
    }

    private static void equal(Pair pair, String what) throws IOException {
        Trees.equal(pair, what);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everything_is_copied_while_applications_write(long seed) throws Exception {
        try (var pair = new Pair(seed % 2 == 0 ? Host.Options.RECEIPT : Host.Options.DISK)) {
            mess(pair, seed);
            pair.alone();
            new Application(pair.primary.directory, seed, 12).steps(3000);
            Writers writers = new Writers(applications(pair, seed, 3));
            try (writers) {
                pair.copy(Meeting.Copy.EVERYTHING);
                pair.checkpoint();
            }
            pair.quiesce();
            equal(pair, "seed " + seed);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void an_older_zone_never_follows_a_newer_write(long seed) throws Exception {
        try (var pair = new Pair(Host.Options.RECEIPT)) {
            pair.alone();
            Path hot = pair.primary.directory.resolve("hot");
            byte[] content = new byte[24 << 20];
            new Random(seed).nextBytes(content);
            Files.write(hot, content);
            Files.write(pair.secondary.directory.resolve("hot"), new byte[] {1});
            var done = new AtomicBoolean();
            var threads = Executors.newCachedThreadPool();
            try {
                var running = new ArrayList<Future<?>>();
                for (int i = 0; i < 4; i++) {
                    long own = seed * 10 + i;
                    running.add(threads.submit(() -> overwrite(hot, own, done)));
                }
                for (int i = 0; i < 3; i++) {
                    pair.beginCopy(Meeting.Copy.EVERYTHING);
                    pair.endCopy();
                    pair.loseSecondary();
                    Files.write(pair.secondary.directory.resolve("hot"), new byte[] {2});
                }
                pair.copy(Meeting.Copy.EVERYTHING);
                done.set(true);
                for (Future<?> one : running) {
                    one.get();
                }
            } finally {
                done.set(true);
                threads.shutdown();
            }
            pair.quiesce();
            equal(pair, "seed " + seed);
        }
    }

    private static @Nullable Void overwrite(Path hot, long seed, AtomicBoolean done)
            throws IOException {
        var random = new Random(seed);
        try (var channel = FileChannel.open(hot, StandardOpenOption.WRITE)) {
            while (!done.get()) {
                byte[] bytes = new byte[1 + random.nextInt(60_000)];
                random.nextBytes(bytes);
                channel.write(ByteBuffer.wrap(bytes), random.nextInt(24 << 20));
            }
        }
        return null;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void an_interrupted_copy_is_begun_again(long seed) throws Exception {
        var random = new Random(seed);
        try (var pair = new Pair(Host.Options.RECEIPT)) {
            mess(pair, seed);
            pair.alone();
            new Application(pair.primary.directory, seed, 12).steps(300);
            Writers writers = new Writers(applications(pair, seed, 2));
            try (writers) {
                for (int i = 0; i < 3; i++) {
                    pair.beginCopy(Meeting.Copy.EVERYTHING);
                    long until = System.nanoTime() + random.nextInt(150) * 1_000_000L;
                    while (System.nanoTime() < until) {
                        Thread.onSpinWait();
                    }
                    pair.loseSecondary();
                }
                pair.copy(Meeting.Copy.EVERYTHING);
            }
            pair.quiesce();
            equal(pair, "seed " + seed);
        }
    }

    /** Between its announcement and its end each write takes long: a copy must wait for it. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void a_zone_is_not_copied_while_it_is_being_written(long seed) throws Exception {
        try (var pair = new Pair(Host.Options.RECEIPT)) {
            byte[] content = new byte[4 << 20];
            new Random(seed).nextBytes(content);
            Files.write(pair.primary.directory.resolve("slow"), content);
            pair.primary.replication.track(1, pair.tuple(pair.primaryLogs));
            pair.primary.replication.acknowledge(AckRule.ALONE);
            var done = new AtomicBoolean();
            var threads = Executors.newCachedThreadPool();
            try {
                var writer = threads.submit(() -> slowly(pair.primary, seed, done));
                for (int i = 0; i < 4; i++) {
                    pair.copy(Meeting.Copy.EVERYTHING);
                    pair.loseSecondary();
                    Files.write(pair.secondary.directory.resolve("slow"), new byte[] {2});
                }
                pair.copy(Meeting.Copy.EVERYTHING);
                done.set(true);
                writer.get();
            } finally {
                done.set(true);
                threads.shutdown();
            }
            pair.quiesce();
            equal(pair, "seed " + seed);
        }
    }

    private static @Nullable Void slowly(Host host, long seed, AtomicBoolean done)
            throws IOException {
        var random = new Random(seed);
        FileId file = host.tree.lookup(FileId.root(0), Name.of("slow")).orElseThrow().id();
        ChangeSink sink = host.replication.sink(0);
        var change = new Change();
        change.inode = file.number();
        change.generation = file.generation();
        try (var arena = Arena.ofShared()) {
            change.data = arena.allocate(4096);
            change.length = 4096;
            while (!done.get()) {
                change.data.fill((byte) random.nextInt());
                change.offset = 4096L * random.nextInt(1 << 10);
                assertThat(sink.before(change)).isZero();
                LockSupport.parkNanos(2_000_000);
                host.tree.write(file, change.offset, change.data.asByteBuffer());
                var answered = new CountDownLatch(1);
                sink.after(change, 0, new Answer(answered));
                assertThat(answered.await(30, TimeUnit.SECONDS)).isTrue();
            }
        } catch (InterruptedException stop) {
            throw new IOException(stop);
        }
        return null;
    }

    private record Answer(CountDownLatch sent) implements Reply {
        @Override
        public void send() {
            sent.countDown();
        }

        @Override
        public void fail(int errno) {
            throw new AssertionError("errno " + errno);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void after_a_crash_of_the_primary_everything_becomes_equal(long seed) throws Exception {
        try (var pair = new Pair(Host.Options.RECEIPT)) {
            pair.alone();
            pair.copy(Meeting.Copy.EVERYTHING);
            for (int i = 0; i < 3; i++) {
                new Application(pair.primary.directory, seed * 10 + i, 6).steps(150);
                pair.crashPrimary();
                pair.copy(Meeting.Copy.EVERYTHING);
            }
            pair.quiesce();
            equal(pair, "seed " + seed);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void only_what_the_logs_name_is_copied_after_a_time_alone(long seed) throws Exception {
        try (var pair = new Pair(Host.Options.RECEIPT)) {
            pair.alone();
            var application = new Application(pair.primary.directory, seed, 6).withoutHardLinks();
            application.steps(300);
            byte[] large = new byte[9 << 20];
            new Random(seed).nextBytes(large);
            Files.write(pair.primary.directory.resolve("large"), large);
            pair.copy(Meeting.Copy.EVERYTHING);
            pair.checkpoint();
            pair.quiesce();
            equal(pair, "before parting, seed " + seed);
            pair.primary.replication.reopen();
            pair.loseSecondary();
            application.steps(200);
            pair.onlyNewLogs();
            application.steps(1);
            Path there = pair.secondary.directory.resolve("large");
            Object before = changed(there);
            List<Application> others = applications(pair, seed, 2);
            others.forEach(Application::withoutHardLinks);
            Writers writers = new Writers(others);
            try (writers) {
                pair.copy(Meeting.Copy.SENDER_CHANGES);
            }
            pair.quiesce();
            equal(pair, "seed " + seed);
            assertThat(pair.primary.copies.getLast().everything()).isFalse();
            assertThat(changed(there)).as("nobody touched it").isEqualTo(before);
        }
    }
}
