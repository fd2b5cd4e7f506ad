package safekit.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import safekit.core.generation.Meeting;

/** Real files, a real mount and real TCP: what the secondary has is what the primary has. */
@Timeout(120)
class ReplicationTest {
    private static void equal(Pair pair, String what) throws Exception {
        Trees.equal(pair, what);
    }

    @Test
    void writes_reach_the_second_directory() throws Exception {
        try (var pair = new Pair(Host.Options.RECEIPT)) {
            pair.alone();
            pair.copy(Meeting.Copy.EVERYTHING);
            Files.writeString(pair.primary.directory.resolve("hello"), "world");
            pair.quiesce();
            assertThat(Files.readString(pair.secondary.directory.resolve("hello")))
                    .isEqualTo("world");
            equal(pair, "one file");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void random_operations_end_in_equal_trees(long seed) throws Exception {
        var options = seed % 2 == 0 ? Host.Options.RECEIPT : Host.Options.DISK;
        try (var pair = new Pair(options)) {
            pair.alone();
            var application = new Application(pair.primary.directory, seed, 6);
            application.steps(200);
            pair.copy(Meeting.Copy.EVERYTHING);
            application.steps(700);
            pair.checkpoint();
            application.steps(300);
            pair.quiesce();
            equal(pair, "seed " + seed);
        }
    }
}
