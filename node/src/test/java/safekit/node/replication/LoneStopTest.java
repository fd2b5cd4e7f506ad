package safekit.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import safekit.core.generation.Logs;
import safekit.core.generation.Meeting;
import safekit.core.mirror.Event;

/** A lone node remembers single blocks over an orderly stop, and only then. */
@Timeout(120)
class LoneStopTest {
    private static final int BLOCK = 4096;
    private static final int LARGE = 16 << 20;

    private final Random random = new Random(1);

    private interface Between {
        void run(Pair pair) throws IOException;
    }

    /** Five blocks, then that, then two blocks; what the reintegration did. */
    private Report.Sent reintegrated(Between stopAndStart) throws IOException {
        try (var pair = new Pair(Host.Options.RECEIPT)) {
            pair.alone();
            byte[] content = new byte[LARGE];
            random.nextBytes(content);
            Files.write(large(pair), content);
            pair.copy(Meeting.Copy.EVERYTHING);
            pair.part();
            change(pair, 0, 100, 101, 2000, 4095);
            stopAndStart.run(pair);
            change(pair, 2001, 3000);
            pair.copy(Meeting.Copy.SENDER_CHANGES);
            pair.quiesce();
            Trees.equal(pair, "the trees");
            assertThat(pair.primary.copies.getLast().bytes()).isEqualTo(7 * BLOCK);
            return pair.primary.copies.getLast();
        }
    }

    private static Path large(Pair pair) {
        return pair.primary.directory.resolve("large");
    }

    private static Path map(Pair pair) {
        return pair.base.resolve("logs0").resolve("fine-map");
    }

    private void change(Pair pair, int... blocks) throws IOException {
        try (var file = FileChannel.open(large(pair), StandardOpenOption.WRITE)) {
            for (int block : blocks) {
                byte[] bytes = new byte[BLOCK];
                random.nextBytes(bytes);
                file.write(ByteBuffer.wrap(bytes), (long) block * BLOCK);
            }
        }
    }

    @Test
    void without_a_stop_exactly_the_blocks_travel_and_nothing_is_compared() throws Exception {
        assertThat(reintegrated(pair -> {}).compared()).isZero();
    }

    @Test
    void after_an_orderly_stop_and_a_start_it_still_knows_them() throws Exception {
        var sent =
                reintegrated(
                        pair -> {
                            pair.stopPrimary();
                            assertThat(map(pair)).exists();
                            pair.startPrimary();
                            assertThat(map(pair)).doesNotExist();
                        });
        assertThat(sent.compared()).isZero();
    }

    @Test
    void two_stops_are_remembered_too() throws Exception {
        var sent =
                reintegrated(
                        pair -> {
                            pair.stopPrimary();
                            pair.startPrimary();
                            pair.stopPrimary();
                            pair.startPrimary();
                        });
        assertThat(sent.compared()).isZero();
    }

    @Test
    void after_a_kill_extents_are_compared() throws Exception {
        var sent =
                reintegrated(
                        pair -> {
                            pair.killPrimary();
                            pair.startPrimary();
                        });
        assertThat(sent.compared()).isGreaterThanOrEqualTo(3 * Host.EXTENT);
    }

    @Test
    void a_kill_after_a_stop_and_a_start_leaves_no_stale_map() throws Exception {
        var sent =
                reintegrated(
                        pair -> {
                            pair.stopPrimary();
                            pair.startPrimary();
                            pair.killPrimary();
                            pair.startPrimary();
                        });
        assertThat(sent.compared()).isGreaterThanOrEqualTo(3 * Host.EXTENT);
    }

    @Test
    void a_damaged_map_is_refused() throws Exception {
        var sent =
                reintegrated(
                        pair -> {
                            pair.stopPrimary();
                            byte[] bytes = Files.readAllBytes(map(pair));
                            bytes[bytes.length / 2] ^= 4;
                            Files.write(map(pair), bytes);
                            pair.startPrimary();
                        });
        assertThat(sent.compared()).isGreaterThanOrEqualTo(3 * Host.EXTENT);
    }

    @Test
    void a_map_of_other_logs_is_refused() throws Exception {
        var sent =
                reintegrated(
                        pair -> {
                            pair.stopPrimary();
                            byte[] old = Files.readAllBytes(map(pair));
                            pair.startPrimary();
                            pair.killPrimary();
                            Files.write(map(pair), old);
                            pair.startPrimary();
                        });
        assertThat(sent.compared()).isGreaterThanOrEqualTo(3 * Host.EXTENT);
    }

    @Test
    void logs_of_another_extent_size_say_everything() throws Exception {
        try (var pair = new Pair(Host.Options.RECEIPT)) {
            pair.alone();
            Files.writeString(large(pair), "x");
            var files = new ExtentFiles(pair.base.resolve("logs0"), 2 * Host.EXTENT);
            assertThat(files.read(1).everything()).isTrue();
            var same = new ExtentFiles(pair.base.resolve("logs0"), Host.EXTENT);
            assertThat(same.read(1).everything()).isFalse();
        }
    }

    @Test
    void a_drain_that_is_lifted_and_a_reception_remove_the_map() throws Exception {
        try (var pair = new Pair(Host.Options.RECEIPT)) {
            pair.alone();
            pair.primary.replication.drain(1, pair.tuple(pair.primaryLogs));
            pair.primary.await(Event.Drained.class);
            assertThat(map(pair)).exists();
            pair.primary.replication.reopen();
            assertThat(map(pair)).doesNotExist();
            pair.primary.replication.drain(2, pair.tuple(pair.primaryLogs));
            pair.primary.await(Event.Drained.class);
            assertThat(map(pair)).exists();
            pair.primary.replication.receive(
                    5, pair.tuple(new Logs(List.of(1), List.of())), Optional.empty());
            assertThat(map(pair)).doesNotExist();
        }
    }
}
