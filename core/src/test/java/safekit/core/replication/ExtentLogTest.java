package safekit.core.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import safekit.core.bytes.Abuse;
import safekit.core.bytes.Golden;
import safekit.core.bytes.Refused;
import safekit.core.bytes.Seeds;

class ExtentLogTest {
    private static final int FACTS_MAX = 100_000;
    private static final int SECTOR = 512;
    private static final ExtentLog.Header HEADER = new ExtentLog.Header(9, 4 << 20, 77);

    /** A log under test: its bytes and where each batch ends. */
    private static final class Log {
        private final ByteBuffer file = ByteBuffer.allocate(1 << 15);
        private final List<Integer> ends = new ArrayList<>();
        private final List<List<LogRecord>> batches = new ArrayList<>();

        Log() {
            ExtentLog.header(file, HEADER);
            ends.add(file.position());
        }

        void append(List<LogRecord> facts) {
            batches.add(facts);
            ExtentLog.batch(file, HEADER.log(), batches.size(), facts);
            ends.add(file.position());
        }

        Extents first(int count) {
            var facts = new ArrayList<LogRecord>();
            batches.subList(0, count).forEach(facts::addAll);
            return Facts.of(facts);
        }

        byte[] bytes() {
            return file.array().clone();
        }
    }

    private static Log log(Random random, int batches) {
        var log = new Log();
        for (int i = 0; i < batches; i++) {
            log.append(Facts.some(random, 20));
        }
        return log;
    }

    private static ExtentLog.Contents read(byte[] bytes) throws Refused {
        return ExtentLog.read(ByteBuffer.wrap(bytes), FACTS_MAX);
    }

    @Test
    void a_preallocated_log_comes_back() {
        Seeds.each(
                100,
                random -> {
                    Log log = log(random, random.nextInt(8));
                    ExtentLog.Contents contents = read(log.bytes());
                    assertThat(contents.header()).isEqualTo(HEADER);
                    assertThat(contents.extents()).isEqualTo(log.first(log.batches.size()));
                    assertThat(contents.ending()).isEqualTo(ExtentLog.Ending.COMPLETE);
                    assertThat(contents.length()).isEqualTo(log.ends.getLast());
                    assertThat(contents.sequence()).isEqualTo(log.batches.size() + 1);
                });
    }

    @Test
    void any_subset_of_the_sectors_of_the_last_batch_leaves_all_that_was_durable() {
        Seeds.each(
                40,
                random -> {
                    Log log = log(random, 3);
                    byte[] before = log.bytes();
                    log.append(bigBatch(random));
                    byte[] after = log.bytes();
                    int first = log.ends.get(3) / SECTOR;
                    int last = (log.ends.get(4) - 1) / SECTOR;
                    for (int subset = 0; subset < 1 << (last - first + 1); subset++) {
                        byte[] file = before.clone();
                        for (int sector = first; sector <= last; sector++) {
                            if ((subset & (1 << (sector - first))) != 0) {
                                int at = sector * SECTOR;
                                System.arraycopy(after, at, file, at, SECTOR);
                            }
                        }
                        oldOrNew(log, read(file), Arrays.equals(file, after));
                    }
                });
    }

    private static List<LogRecord> bigBatch(Random random) {
        var facts = new ArrayList<LogRecord>();
        int size = 0;
        while (size < 3 * SECTOR) {
            LogRecord fact = Facts.one(random);
            facts.add(fact);
            size += 16;
        }
        return facts;
    }

    private static void oldOrNew(Log log, ExtentLog.Contents contents, boolean whole) {
        assertThat(contents.ending()).isNotEqualTo(ExtentLog.Ending.DAMAGED);
        int batches = contents.sequence() - 1;
        assertThat(batches).isEqualTo(whole ? 4 : 3);
        assertThat(contents.extents()).isEqualTo(log.first(batches));
    }

    @Test
    void a_file_cut_anywhere_gives_the_whole_batches_before() {
        Log log = log(new Random(1), 4);
        byte[] whole = log.bytes();
        for (int length = ExtentLog.HEADER; length < log.ends.getLast(); length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            int expected = 0;
            while (log.ends.get(expected + 1) <= length) {
                expected++;
            }
            try {
                ExtentLog.Contents contents = read(cut);
                assertThat(contents.sequence() - 1).isEqualTo(expected);
                assertThat(contents.extents()).isEqualTo(log.first(expected));
            } catch (Refused refused) {
                throw new AssertionError(refused);
            }
        }
    }

    @Test
    void damage_in_the_middle_means_everything_and_names_the_byte() {
        Seeds.each(
                100,
                random -> {
                    Log log = log(random, 6);
                    int batch = random.nextInt(5);
                    int from = log.ends.get(batch);
                    int at = from + random.nextInt(log.ends.get(batch + 1) - from);
                    byte[] bytes = log.bytes();
                    bytes[at] ^= (byte) (1 << random.nextInt(8));
                    ExtentLog.Contents contents = read(bytes);
                    assertThat(contents.ending()).isEqualTo(ExtentLog.Ending.DAMAGED);
                    assertThat(contents.extents().everything()).isTrue();
                    assertThat(contents.sentence())
                            .startsWith("log 9 is damaged at byte " + from + ":");
                });
    }

    @Test
    void a_lost_sector_in_the_middle_is_damage() throws Refused {
        Log log = log(new Random(2), 40);
        byte[] bytes = log.bytes();
        Arrays.fill(bytes, 3 * SECTOR, 4 * SECTOR, (byte) 0);
        assertThat(read(bytes).ending()).isEqualTo(ExtentLog.Ending.DAMAGED);
    }

    @Test
    void a_damaged_header_is_refused() {
        byte[] bytes = log(new Random(3), 1).bytes();
        for (int bit = 0; bit < 28 * 8; bit++) {
            byte[] bad = bytes.clone();
            bad[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatThrownBy(() -> read(bad)).isInstanceOf(Refused.class);
        }
    }

    @Test
    void a_batch_of_another_log_in_a_reused_block_is_not_taken() throws Refused {
        Log log = log(new Random(4), 2);
        ByteBuffer file = ByteBuffer.wrap(log.bytes());
        file.position(log.ends.getLast());
        ExtentLog.batch(file, 8, 3, Facts.some(new Random(5), 5));
        ExtentLog.Contents contents = read(file.array());
        assertThat(contents.sequence()).isEqualTo(3);
        assertThat(contents.ending()).isEqualTo(ExtentLog.Ending.TORN);
    }

    @Test
    void too_many_facts_mean_everything() throws Refused {
        var log = new Log();
        log.append(List.of(new LogRecord.Data(new FileId(1, 0), 0, Long.MAX_VALUE / 2)));
        assertThat(read(log.bytes()).extents().everything()).isTrue();
        assertThat(
                        ExtentLog.read(ByteBuffer.wrap(log(new Random(6), 8).bytes()), 3)
                                .extents()
                                .everything())
                .isTrue();
    }

    @Test
    void noise_is_refused_or_gives_an_answer() {
        Seeds.each(
                300,
                random -> {
                    byte[] good = Arrays.copyOf(log(random, 3).bytes(), 2048);
                    Abuse.noise(random, good, bytes -> ExtentLog.read(bytes, FACTS_MAX));
                });
    }

    @Test
    void the_bytes_are_those_of_the_golden_file() {
        var log = new Log();
        var file = new FileId(0x1122, 0x33);
        var entry = new Entry(FileId.root(1), Name.of("file"));
        log.append(List.of(new LogRecord.Node(file, entry), new LogRecord.Data(file, 300, 1)));
        log.append(
                List.of(
                        new LogRecord.Tail(file, 5),
                        new LogRecord.AttributesOf(file),
                        new LogRecord.NameOf(entry),
                        new LogRecord.Everything()));
        Golden.check("extent-log", Arrays.copyOf(log.bytes(), log.ends.getLast()));
    }
}
