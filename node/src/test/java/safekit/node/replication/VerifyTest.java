package safekit.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import safekit.core.generation.Meeting;

/** A verification finds what differs, nothing else, and changes nothing. */
@Timeout(120)
class VerifyTest {
    private static Pair pair() throws IOException {
        var pair = new Pair(Host.Options.RECEIPT);
        Path directory = pair.primary.directory;
        pair.alone();
        for (int i = 0; i < 600; i++) {
            Files.createDirectories(directory.resolve("d" + i % 7));
            Files.writeString(directory.resolve("d" + i % 7 + "/f" + i), "content " + i);
        }
        byte[] large = new byte[3 << 20];
        new Random(1).nextBytes(large);
        Files.write(directory.resolve("large"), large);
        Files.createSymbolicLink(directory.resolve("link"), Path.of("large"));
        Files.createLink(directory.resolve("other"), directory.resolve("large"));
        pair.copy(Meeting.Copy.EVERYTHING);
        return pair;
    }

    private static Verification.View verified(Pair pair) {
        Inquiries secondary = pair.secondary.replication.inquiries();
        assertThat(secondary.verify()).isEmpty();
        Host.until(() -> secondary.verification(0).phase() == Verification.Phase.DONE);
        return secondary.verification(0);
    }

    private static void flip(Path file, long at) throws IOException {
        FileTime before = Files.getLastModifiedTime(file);
        try (var open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(at);
            int old = open.read();
            open.seek(at);
            open.write(old ^ 1);
        }
        Files.setLastModifiedTime(file, before);
    }

    @Test
    void equal_trees_have_no_difference_while_an_application_writes() throws Exception {
        try (var pair = pair()) {
            var stop = new AtomicBoolean();
            var application = new Application(pair.primary.other, 3, 5);
            var applicationToo = new Application(pair.primary.directory, 4, 5);
            var failure = new IOException[1];
            Thread writer =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        try {
                                            while (!stop.get()) {
                                                application.step();
                                                applicationToo.step();
                                            }
                                        } catch (IOException failed) {
                                            failure[0] = failed;
                                        }
                                    });
            for (int i = 0; i < 5; i++) {
                Verification.View view = verified(pair);
                assertThat(view.problem()).isEmpty();
                assertThat(view.differences()).isEmpty();
                assertThat(view.files()).isGreaterThanOrEqualTo(600);
                assertThat(view.bytes()).isGreaterThan(3 << 20);
            }
            stop.set(true);
            writer.join(TimeUnit.SECONDS.toMillis(30));
            assertThat(failure[0]).isNull();
            pair.quiesce();
            Trees.equal(pair, "after the verification");
        }
    }

    @Test
    void what_differs_is_named_and_nothing_else() throws Exception {
        try (var pair = pair()) {
            Path there = pair.secondary.directory;
            flip(there.resolve("d3/f10"), 4);
            flip(there.resolve("large"), 2_500_000);
            FileTime before = Files.getLastModifiedTime(there.resolve("d1"));
            Files.delete(there.resolve("d1/f1"));
            Files.writeString(there.resolve("d1/extra"), "x");
            Files.setLastModifiedTime(there.resolve("d1"), before);
            Files.setAttribute(there.resolve("d2/f2"), "unix:uid", 77, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(there.resolve("d4/f4"), "user:a", java.nio.ByteBuffer.allocate(1));
            Verification.View view = verified(pair);
            assertThat(view.problem()).isEmpty();
            assertThat(view.differences())
                    .extracting(one -> one.way() + ": " + one.what())
                    .containsExactlyInAnyOrder(
                            "/d3/f10: content from byte 0 on",
                            "/large: content from byte 2490368 on",
                            "/other: content from byte 2490368 on",
                            "/d1/f1: is missing here",
                            "/d1/extra: is here only",
                            "/d2/f2: owner",
                            "/d4/f4: extended attributes");
            assertThat(view.count()).isEqualTo(7);
            assertThat(verified(pair).count()).as("it is found again").isEqualTo(7);
        }
    }

    @Test
    void only_a_secondary_verifies_and_the_end_of_the_session_ends_it() throws Exception {
        try (var pair = pair()) {
            assertThat(pair.primary.replication.inquiries().verify()).contains("does not follow");
            assertThat(pair.secondary.replication.inquiries().verify()).isEmpty();
            pair.secondary.replication.endSession();
            Verification.View view = pair.secondary.replication.inquiries().verification(0);
            assertThat(view.phase()).isEqualTo(Verification.Phase.DONE);
            assertThat(pair.secondary.replication.inquiries().verify()).contains("does not follow");
        }
    }
}
