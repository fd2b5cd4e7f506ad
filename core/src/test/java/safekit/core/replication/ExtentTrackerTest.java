package safekit.core.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import safekit.core.bytes.Seeds;

class ExtentTrackerTest {
    private static final int EXTENT = 1 << 16;

    /** A write, and the log that was current when it passed. */
    private record Passed(FileId file, long offset, int length, int log) {}

    /** Random writes and checkpoints, and what a disk would hold. */
    private static final class World {
        private final Random random;
        private final ExtentTracker tracker;
        private final TreeMap<Integer, Extents> durable = new TreeMap<>();
        private final List<Passed> passed = new ArrayList<>();

        World(Random random) {
            this.random = random;
            tracker = new ExtentTracker(EXTENT, 10 + random.nextInt(200), 1);
            durable.put(1, new Extents());
        }

        Extents log(int number) {
            return Objects.requireNonNull(durable.get(number));
        }

        void checkpoint() {
            tracker.switchTo(tracker.current() + 1);
            durable.put(tracker.current(), new Extents());
        }

        void write() {
            var file = new FileId(random.nextInt(4), 0);
            long offset = random.nextLong(40L * EXTENT);
            int length = random.nextInt(2 * EXTENT);
            if (!tracker.covers(file.number(), 0, offset, length)) {
                int log = tracker.current();
                List<LogRecord> facts = tracker.missing(file, offset, length);
                facts.forEach(log(log)::add);
                if (random.nextInt(5) == 0) {
                    checkpoint();
                }
                tracker.logged(log, facts);
            }
            if (tracker.covers(file.number(), 0, offset, length)) {
                passed.add(new Passed(file, offset, length, tracker.current()));
            }
        }

        void check() {
            for (Passed write : passed) {
                long last = (write.offset + Math.max(1, write.length) - 1) / EXTENT;
                for (long extent = write.offset / EXTENT; extent <= last; extent++) {
                    assertThat(log(write.log).contains(write.file.number(), 0, extent)).isTrue();
                }
            }
            assertThat(passed).isNotEmpty();
            for (int log : tracker.logs()) {
                assertThat(tracker.union(List.of(log))).isEqualTo(log(log));
            }
        }
    }

    @Test
    void no_write_passes_before_the_log_that_is_current_then_names_its_extents() {
        Seeds.each(
                200,
                random -> {
                    var world = new World(random);
                    for (int i = 0; i < 300; i++) {
                        if (random.nextInt(20) == 0) {
                            world.checkpoint();
                        }
                        world.write();
                    }
                    world.check();
                });
    }

    @Test
    void only_what_is_new_is_logged() {
        var tracker = new ExtentTracker(EXTENT, 1000, 1);
        var file = new FileId(1, 0);
        List<LogRecord> first = tracker.missing(file, EXTENT - 1, 2);
        assertThat(first)
                .containsExactly(new LogRecord.Data(file, 0, 1), new LogRecord.Data(file, 1, 1));
        tracker.logged(1, first);
        assertThat(tracker.missing(file, 0, 2 * EXTENT)).isEmpty();
        assertThat(tracker.missing(file, 0, 2 * EXTENT + 1))
                .containsExactly(new LogRecord.Data(file, 2, 1));
    }

    @Test
    void a_full_log_says_everything_once_and_lets_all_pass() {
        var tracker = new ExtentTracker(EXTENT, 2, 1);
        var file = new FileId(1, 0);
        assertThat(tracker.missing(file, 0, 3 * EXTENT))
                .containsExactly(new LogRecord.Everything());
        assertThat(tracker.covers(1, 0, 0, 1)).isFalse();
        tracker.logged(1, List.of(new LogRecord.Everything()));
        assertThat(tracker.covers(9, 9, 1L << 40, 1)).isTrue();
        assertThat(tracker.covers(new LogRecord.NameOf(new Entry(file, Name.of("n"))))).isTrue();
        tracker.switchTo(2);
        assertThat(tracker.covers(9, 9, 0, 1)).isFalse();
    }

    @Test
    void names_attributes_and_tails_are_logged_once() {
        Seeds.each(
                100,
                random -> {
                    var tracker = new ExtentTracker(EXTENT, 10_000, 1);
                    var model = new Extents();
                    for (int i = 0; i < 50; i++) {
                        List<LogRecord> wanted = Facts.some(random, 4);
                        List<LogRecord> missing = tracker.missing(wanted);
                        tracker.logged(1, missing);
                        wanted.forEach(model::add);
                        assertThat(tracker.missing(List.of(wanted.getLast()))).isEmpty();
                    }
                    assertThat(tracker.union(List.of(1)).names()).isEqualTo(model.names());
                    assertThat(tracker.union(List.of(1)).tails()).isEqualTo(model.tails());
                });
    }

    @Test
    void a_log_that_is_not_known_means_everything_and_only_named_logs_are_kept() {
        var tracker = new ExtentTracker(EXTENT, 1000, 5);
        tracker.restore(3, new Extents());
        tracker.switchTo(6);
        assertThat(tracker.union(List.of(3, 5)).everything()).isFalse();
        assertThat(tracker.union(List.of(3, 4)).everything()).isTrue();
        tracker.keep(List.of(5));
        assertThat(tracker.logs()).containsExactly(5, 6);
        assertThat(new TreeSet<>(tracker.logs())).contains(tracker.current());
        assertThat(tracker.union(List.of(3)).everything()).isTrue();
    }

    private static final FileId OLD = new FileId(10, 0);

    private static Entry name(FileId parent, String name) {
        return new Entry(parent, Name.of(name));
    }

    /** A tracker whose current log names x in the old directory. */
    private static ExtentTracker naming(Entry entry) {
        var tracker = new ExtentTracker(EXTENT, 100, 1);
        tracker.logged(1, List.of(new LogRecord.NameOf(entry)));
        return tracker;
    }

    @Test
    void nothing_more_is_logged_about_what_is_made_below_a_logged_name() {
        Entry x = name(OLD, "x");
        ExtentTracker tracker = naming(x);
        var directory = new FileId(11, 0);
        var file = new FileId(12, 0);
        tracker.made(directory, Optional.of(x));
        tracker.made(file, Optional.of(name(directory, "y")));
        assertThat(tracker.fresh(file)).isTrue();
        assertThat(tracker.covers(12, 0, 5L * EXTENT, 1)).isTrue();
        assertThat(
                        tracker.missing(
                                List.of(
                                        new LogRecord.NameOf(name(directory, "z")),
                                        new LogRecord.AttributesOf(file),
                                        new LogRecord.Tail(file, 0),
                                        new LogRecord.Data(file, 0, 3))))
                .isEmpty();
        assertThat(tracker.missing(file, 0, 9L * EXTENT)).isEmpty();
    }

    @Test
    void what_is_made_under_a_name_that_the_log_lacks_is_logged() {
        ExtentTracker tracker = naming(name(OLD, "x"));
        var file = new FileId(12, 0);
        tracker.made(file, Optional.of(name(OLD, "y")));
        assertThat(tracker.fresh(file)).isFalse();
        assertThat(tracker.covers(12, 0, 0, 1)).isFalse();
    }

    @Test
    void a_file_is_fresh_in_one_log_only() {
        Entry x = name(OLD, "x");
        ExtentTracker tracker = naming(x);
        var file = new FileId(12, 0);
        tracker.made(file, Optional.of(x));
        tracker.switchTo(2);
        assertThat(tracker.fresh(file)).isFalse();
        assertThat(tracker.covers(12, 0, 0, 1)).isFalse();
    }

    @Test
    void the_way_through_a_fresh_directory_is_logged() {
        Entry x = name(OLD, "x");
        ExtentTracker tracker = naming(x);
        var directory = new FileId(11, 0);
        tracker.made(directory, Optional.of(x));
        var node = new LogRecord.Node(directory, x);
        assertThat(tracker.missing(List.of(node))).containsExactly(node);
        assertThat(tracker.leadsTo(directory)).isFalse();
        tracker.logged(1, List.of(node));
        assertThat(tracker.leadsTo(directory)).isTrue();
    }
}
