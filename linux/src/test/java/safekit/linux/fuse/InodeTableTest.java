package safekit.linux.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InodeTableTest {
    @Test
    void remembers_and_forgets_as_a_map_does() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var table = new InodeTable();
        Map<Long, Long> expected = new HashMap<>();
        for (int i = 0; i < 300_000; i++) {
            // Close numbers and far ones, so that chains form and wrap.
            long inode = 1 + random.nextInt(3000) * (random.nextBoolean() ? 1L : 1L << 33);
            if (random.nextInt(5) < 2) {
                table.remember(inode, inode * 3);
                expected.merge(inode, 1L, Long::sum);
            } else {
                long times = 1L + random.nextInt(2);
                table.forget(inode, times);
                expected.computeIfPresent(
                        inode, (key, count) -> count <= times ? null : count - times);
            }
            assertThat(table.size()).as("seed %s", seed).isEqualTo(expected.size());
        }
        for (long inode = 1; inode <= 3000; inode++) {
            long generation = expected.containsKey(inode) ? inode * 3 : -1;
            assertThat(table.generation(inode)).as("seed %s", seed).isEqualTo(generation);
        }
    }
}
