package safekit.core.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import safekit.core.bytes.Abuse;
import safekit.core.bytes.Golden;
import safekit.core.bytes.Refused;
import safekit.core.bytes.Seeds;

class FineMapTest {
    private static final int EXTENT = 100 * FineMap.BLOCK;
    private static final FineMapFile.Belonging OURS = new FineMapFile.Belonging(5, List.of(1, 2));

    private static FineMap map(Random random, Set<Long> blocks) {
        var map = new FineMap(EXTENT, 1000, new Extents());
        for (int i = 0; i < 30; i++) {
            long offset = random.nextLong(20L * EXTENT);
            long length = 1L + random.nextInt(random.nextBoolean() ? 5000 : 2 * EXTENT);
            map.written(1, 0, offset, length);
            for (long block = offset / FineMap.BLOCK;
                    block <= (offset + length - 1) / FineMap.BLOCK;
                    block++) {
                blocks.add(block);
            }
        }
        return map;
    }

    private static void holds(FineMap map, Set<Long> blocks) {
        int perExtent = EXTENT / FineMap.BLOCK;
        var found = new TreeSet<Long>();
        for (Extent extent : map.extents()) {
            for (int block = 0; block < perExtent; block++) {
                if (map.changed(extent, block)) {
                    found.add(extent.number() * perExtent + block);
                }
            }
        }
        assertThat(found).isEqualTo(blocks);
        assertThat(map.bytes()).isEqualTo((long) blocks.size() * FineMap.BLOCK);
    }

    @Test
    void exactly_the_blocks_written_are_marked_also_after_a_stop() {
        Seeds.each(
                100,
                random -> {
                    var blocks = new TreeSet<Long>();
                    FineMap map = map(random, blocks);
                    holds(map, blocks);
                    byte[] file = FineMapFile.write(map, OURS);
                    holds(FineMapFile.read(ByteBuffer.wrap(file), OURS, 1000), blocks);
                });
    }

    @Test
    void an_extent_that_changed_before_the_map_began_stays_unknown() {
        var before = new Extents();
        before.add(1, 0, 3);
        var map = new FineMap(EXTENT, 1000, before);
        map.written(1, 0, 3L * EXTENT - 1, 2);
        assertThat(map.knows(new Extent(new FileId(1, 0), 2))).isTrue();
        assertThat(map.knows(new Extent(new FileId(1, 0), 3))).isFalse();
    }

    @Test
    void a_map_that_was_read_goes_on_only_in_extents_that_it_knows() throws Refused {
        var before = new FineMap(EXTENT, 1000, new Extents());
        before.written(1, 0, 0, 1);
        byte[] file = FineMapFile.write(before, OURS);
        FineMap after = FineMapFile.read(ByteBuffer.wrap(file), OURS, 1000);
        var logged = new Extents();
        logged.add(1, 0, 0);
        logged.add(1, 0, 1);
        after.beyond(logged);
        after.written(1, 0, FineMap.BLOCK, 1);
        after.written(1, 0, EXTENT, 1);
        after.written(1, 0, 2L * EXTENT, 1);
        assertThat(after.knows(new Extent(new FileId(1, 0), 0))).isTrue();
        assertThat(after.changed(new Extent(new FileId(1, 0), 0), 1)).isTrue();
        assertThat(after.knows(new Extent(new FileId(1, 0), 1))).isFalse();
        assertThat(after.knows(new Extent(new FileId(1, 0), 2))).isTrue();
    }

    @Test
    void beyond_its_bound_extents_are_unknown_and_known_ones_stay_exact() {
        var map = new FineMap(EXTENT, 2, new Extents());
        for (int extent = 0; extent < 5; extent++) {
            map.written(1, 0, (long) extent * EXTENT, 1);
        }
        map.written(1, 0, EXTENT + FineMap.BLOCK, 1);
        assertThat(map.extents()).hasSize(2);
        assertThat(map.bytes()).isEqualTo(3L * FineMap.BLOCK);
        assertThat(map.knows(new Extent(new FileId(1, 0), 2))).isFalse();
    }

    @Test
    void a_file_of_other_data_or_other_logs_or_with_any_damage_is_refused() {
        var random = new Random(1);
        byte[] file = FineMapFile.write(map(random, new TreeSet<>()), OURS);
        var other = new FineMapFile.Belonging(6, List.of(1, 2));
        assertThatThrownBy(() -> FineMapFile.read(ByteBuffer.wrap(file), other, 1000))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("belongs to");
        Abuse.Decoder decoder = bytes -> FineMapFile.read(bytes, OURS, 1000);
        Abuse.truncations(file, decoder);
        assertThat(Abuse.flips(file, decoder)).isZero();
        for (int i = 0; i < 500; i++) {
            Abuse.noise(random, file, decoder);
        }
    }

    @Test
    void scattered_blocks_need_few_bytes_each() {
        var random = new Random(2);
        var map = new FineMap(4 << 20, 1000, new Extents());
        for (int i = 0; i < 16384; i++) {
            map.written(1, 0, random.nextLong(1L << 30), 4096);
        }
        assertThat(FineMapFile.write(map, OURS).length).isLessThan(4 * 32768);
    }

    @Test
    void the_bytes_are_those_of_the_golden_file() {
        var map = new FineMap(4 << 20, 1000, new Extents());
        map.written(0x1122, 0x33, 8192, 12288);
        map.written(0x1122, 0x33, 4 << 20, 1);
        Golden.check("fine-map", FineMapFile.write(map, OURS));
    }
}
