package safekit.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import safekit.core.generation.Boot;
import safekit.core.generation.Tuple;
import safekit.core.generation.TupleSlots;
import safekit.core.message.CommandLogLine;
import safekit.core.message.LogLine;
import safekit.core.message.Message;

/** Real SQLite files and real slots. */
final class StoresTest {
    private static final LogLine UP = Message.HEARTBEAT_UP.line("a");
    private static final LogLine STATE = Message.LOCAL_STATE.line("ALONE Ready");

    @TempDir Path directory;

    @Test
    void the_log_gives_back_its_lines_in_order_and_only_normal_ones_unless_asked()
            throws Exception {
        Path file = directory.resolve("log.db");
        try (var log = new ModuleLog(file)) {
            log.write(UP, 7);
            log.write(STATE, 8);
            assertThat(log.flush(5000)).isTrue();
            assertThat(ModuleLog.last(file, 10, true))
                    .extracting(LogEntry::line)
                    .containsExactly(UP, STATE);
            assertThat(ModuleLog.last(file, 10, false))
                    .extracting(LogEntry::line)
                    .containsExactly(STATE);
            var first = ModuleLog.last(file, 10, true).getFirst();
            assertThat(first.cause()).isEqualTo(7);
            assertThat(ModuleLog.after(file, first.id(), true))
                    .extracting(LogEntry::line)
                    .containsExactly(STATE);
            assertThat(first.print())
                    .matches(
                            "\\| \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{6} \\| heart \\| I"
                                    + " \\| Resource heartbeat.a set to up by heart");
        }
    }

    @Test
    void a_corrupt_log_is_put_aside_and_begun_anew() throws Exception {
        Path file = directory.resolve("log.db");
        Files.writeString(file, "this is not a database at all, but it is long enough".repeat(50));
        try (var log = new ModuleLog(file)) {
            log.write(STATE, 0);
            assertThat(log.flush(5000)).isTrue();
            assertThat(ModuleLog.last(file, 10, true)).hasSize(1);
            assertThat(directory.resolve("log.db.corrupt")).exists();
        }
    }

    @Test
    void a_log_that_cannot_be_written_costs_lines_and_nothing_else() {
        try (var log = new ModuleLog(directory.resolve("missing/log.db"))) {
            log.write(STATE, 0);
            assertThat(log.flush(5000)).isTrue();
            assertThat(log.dropped()).isPositive();
        }
    }

    @Test
    void a_full_queue_drops_lines_and_never_blocks() {
        try (var log = new ModuleLog(directory.resolve("missing/log.db"))) {
            for (int i = 0; i < 3 * Database.QUEUE; i++) {
                log.write(STATE, 0);
            }
            assertThat(log.dropped()).isPositive();
        }
    }

    @Test
    void resources_have_a_value_and_a_history() throws Exception {
        Path file = directory.resolve("resource.db");
        try (var store = new ResourceStore(file)) {
            store.put(new ResourceStore.Assignment("ip.a", "up", Dates.nowMicros(), "ipcheck"));
            store.put(new ResourceStore.Assignment("ip.a", "down", Dates.nowMicros(), "ipcheck"));
            assertThat(store.flush(5000)).isTrue();
            assertThat(ResourceStore.current(file))
                    .extracting(ResourceStore.Assignment::value)
                    .containsExactly("down");
            assertThat(ResourceStore.history(file, "ip.a"))
                    .extracting(ResourceStore.Assignment::value)
                    .containsExactly("up", "down");
        }
    }

    @Test
    void the_command_log_prints_the_columns_of_the_specification() throws Exception {
        Path file = directory.resolve("log.db");
        try (var log = new CommandLog(file)) {
            log.write(CommandLogLine.started("mirror", 6883, "config -m mirror"));
            assertThat(log.flush(5000)).isTrue();
            assertThat(CommandLog.last(file, 5).getFirst().print())
                    .endsWith(" |   safekit |   mirror |  6883 | START | config -m mirror");
        }
    }

    @Test
    void the_newest_tuple_survives_and_a_torn_write_costs_only_the_torn_one() throws Exception {
        Path file = directory.resolve("generation");
        Tuple first = Tuple.empty(1).first(11);
        Tuple second = first.stale();
        try (var tuples = TupleFile.open(file, Tuple.empty(1))) {
            tuples.write(first);
            tuples.write(second);
        }
        try (var tuples = TupleFile.open(file, Tuple.empty(1))) {
            assertThat(tuples.tuple()).isEqualTo(second);
        }
        byte[] bytes = Files.readAllBytes(file);
        int newest = TupleSlots.offset(4);
        bytes[newest + 40] ^= 1;
        Files.write(file, bytes);
        try (var tuples = TupleFile.open(file, Tuple.empty(1))) {
            assertThat(tuples.tuple()).isEqualTo(first);
            assertThat(tuples.warning()).contains("damaged");
        }
        bytes[TupleSlots.offset(3) + 40] ^= 1;
        Files.write(file, bytes);
        assertThatThrownBy(() -> TupleFile.open(file, Tuple.empty(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot be trusted");
    }

    @Test
    void after_another_set_of_directories_no_log_counts() throws Exception {
        Path file = directory.resolve("generation");
        Tuple paired = Tuple.empty(1).first(11).step0(12, Boot.CLEAN).step2("peer", Boot.CLEAN);
        try (var tuples = TupleFile.open(file, 1)) {
            tuples.write(paired);
        }
        try (var tuples = TupleFile.open(file, 1)) {
            assertThat(tuples.tuple()).isEqualTo(paired);
            assertThat(paired.logValid()).isTrue();
        }
        for (int turn = 0; turn < 2; turn++) {
            try (var tuples = TupleFile.open(file, 2)) {
                assertThat(tuples.tuple()).isEqualTo(paired.configured(2));
                assertThat(tuples.tuple().logValid()).isFalse();
            }
        }
    }

    @Test
    void kept_values_survive() throws Exception {
        Path file = directory.resolve("kept");
        KeptValues.open(file).put(Map.of("count", "3", "word", "a=b"));
        KeptValues again = KeptValues.open(file);
        assertThat(again.number("count", 0)).isEqualTo(3);
        assertThat(again.text("word", "")).isEqualTo("a=b");
        assertThat(again.number("word", 9)).isEqualTo(9);
    }
}
