package safekit.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import safekit.core.generation.Meeting;

/** What the secondary is told of a copy, and how fast a copy may be. */
@Timeout(120)
class CopyTest {
    private static byte[] noise(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }

    @Test
    void the_secondary_counts_what_was_copied() throws Exception {
        try (var pair = new Pair(Host.Options.RECEIPT)) {
            pair.alone();
            Path directory = pair.primary.directory;
            Files.write(directory.resolve("new"), noise(3_000_000));
            Files.write(directory.resolve("same"), noise(1_000_000));
            Files.write(pair.secondary.directory.resolve("same"), noise(1_000_000));
            Files.createDirectory(directory.resolve("empty"));
            pair.copy(Meeting.Copy.EVERYTHING);
            Report.Statistics received = pair.secondary.received.getLast();
            assertThat(received.bytes()).isEqualTo(3_000_000);
            assertThat(received.files()).isEqualTo(1);
            assertThat(pair.secondary.received).hasSize(1);
            assertThat(pair.primary.received).isEmpty();
        }
    }

    @Test
    void a_copy_is_not_faster_than_it_may_be() throws Exception {
        long bytesPerSecond = 4_000_000;
        var slow = new Host.Options(true, TimeUnit.SECONDS.toNanos(20), bytesPerSecond);
        try (var pair = new Pair(slow)) {
            pair.alone();
            Files.write(pair.primary.directory.resolve("large"), noise(8_000_000));
            pair.copy(Meeting.Copy.EVERYTHING);
            assertThat(pair.secondary.received.getLast().seconds()).isGreaterThan(1.6);
        }
    }

    @Test
    void writes_of_the_application_are_not_slowed_down_with_the_copy() throws Exception {
        var slow = new Host.Options(true, TimeUnit.SECONDS.toNanos(20), 100_000);
        try (var pair = new Pair(slow)) {
            pair.alone();
            Files.write(pair.primary.directory.resolve("large"), noise(60_000_000));
            pair.beginCopy(Meeting.Copy.EVERYTHING);
            Path file = pair.primary.directory.resolve("application");
            for (int i = 0; i < 20; i++) {
                Files.write(file, noise(1_000_000));
            }
            Path there = pair.secondary.directory.resolve("application");
            Host.until(() -> Files.exists(there));
            assertThat(pair.primary.copies).isEmpty();
        }
    }
}
