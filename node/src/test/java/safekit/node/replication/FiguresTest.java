package safekit.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import safekit.core.generation.Meeting;

/** What the stream says about itself (spec 04 section 8). */
@Timeout(90)
class FiguresTest {
    private static final int BYTES = 1 << 20;

    private static byte[] bytes() {
        byte[] bytes = new byte[BYTES];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    @Test
    void replicated_and_copied_bytes_and_the_latency_are_counted() throws Exception {
        try (var pair = new Pair(Host.Options.RECEIPT)) {
            pair.alone();
            Files.write(pair.primary.directory.resolve("before"), bytes());
            assertThat(pair.primary.replication.figures().replication()).isZero();
            pair.copy(Meeting.Copy.EVERYTHING);
            Figures copied = pair.primary.replication.figures();
            assertThat(copied.reintegration()).isPositive();
            assertThat(copied.out()).isGreaterThanOrEqualTo(copied.reintegration());
            assertThat(pair.secondary.replication.figures().in()).isPositive();

            Files.write(pair.primary.directory.resolve("after"), bytes());
            Figures written = pair.primary.replication.figures();
            assertThat(written.replication()).isPositive();
            assertThat(written.reintegration()).isZero();
            assertThat(written.answered()).isPositive();
            assertThat(written.median()).isPositive();
            assertThat(written.slow()).isGreaterThanOrEqualTo(written.median());
            assertThat(written.in()).isPositive();

            assertThat(pair.primary.replication.figures().answered()).isZero();
        }
    }

    @Test
    void alone_nothing_waits_for_a_secondary() throws Exception {
        try (var pair = new Pair(Host.Options.RECEIPT)) {
            pair.alone();
            Files.write(pair.primary.directory.resolve("file"), bytes());
            assertThat(pair.primary.replication.figures()).isEqualTo(Figures.NONE);
        }
    }
}
