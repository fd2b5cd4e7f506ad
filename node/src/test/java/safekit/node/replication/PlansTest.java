package safekit.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import safekit.core.generation.Logs;
import safekit.core.generation.Meeting;

/** Reintegrations of what the logs of both nodes name, in several directories at once. */
@Timeout(180)
class PlansTest {
    private static void equal(Pair pair, long seed) throws IOException {
        Trees.equal(pair, "seed " + seed);
    }

    private static void use(Host host, long seed, int steps) throws IOException {
        new Application(host.directory, seed, 6).withoutHardLinks().steps(steps);
        new Application(host.other, seed + 50, 6).withoutHardLinks().steps(steps);
    }

    private static Pair paired(long seed) throws IOException {
        var pair = new Pair(Host.Options.RECEIPT);
        pair.alone();
        use(pair.primary, seed, 200);
        byte[] large = new byte[6 << 20];
        new Random(seed).nextBytes(large);
        Files.write(pair.primary.directory.resolve("large"), large);
        Files.write(pair.primary.other.resolve("large"), large);
        pair.copy(Meeting.Copy.EVERYTHING);
        return pair;
    }

    private static void change(Path file, int block) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[4096]), block * 4096L);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everything_of_several_directories_is_copied(long seed) throws Exception {
        try (var pair = paired(seed)) {
            use(pair.primary, seed + 1000, 50);
            pair.quiesce();
            equal(pair, seed);
        }
    }

    /** Both served after they had parted: what either changed becomes what the sender has. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void changes_of_both_nodes_are_undone_and_brought_over(long seed) throws Exception {
        try (var pair = paired(seed)) {
            pair.part();
            use(pair.primary, seed + 1000, 150);
            pair.secondaryServes(() -> use(pair.secondary, seed + 2000, 150));
            pair.copy(Meeting.Copy.ALL_CHANGES);
            assertThat(pair.primary.copies.getLast().everything()).isFalse();
            use(pair.primary, seed + 3000, 20);
            pair.quiesce();
            equal(pair, seed);
        }
    }

    @Test
    void blocks_that_only_the_receiver_changed_are_compared_with_all_of_their_extent()
            throws Exception {
        try (var pair = paired(1)) {
            pair.part();
            change(pair.primary.other.resolve("large"), 7);
            change(pair.primary.other.resolve("large"), 700);
            pair.secondaryServes(
                    () -> {
                        change(pair.secondary.other.resolve("large"), 9);
                        change(pair.secondary.directory.resolve("large"), 300);
                    });
            pair.copy(Meeting.Copy.ALL_CHANGES);
            pair.quiesce();
            equal(pair, 1);
            Report.Sent sent = pair.primary.copies.getLast();
            assertThat(sent.everything()).isFalse();
            assertThat(sent.bytes()).isEqualTo(4 * 4096);
            assertThat(sent.compared()).isEqualTo(2 * Host.EXTENT);
        }
    }

    @Test
    void the_owner_of_a_symbolic_link_that_the_receiver_changed_is_put_right() throws Exception {
        try (var pair = new Pair(Host.Options.RECEIPT)) {
            pair.alone();
            Files.createSymbolicLink(pair.primary.directory.resolve("link"), Path.of("anywhere"));
            pair.copy(Meeting.Copy.EVERYTHING);
            pair.part();
            pair.secondaryServes(
                    () ->
                            Files.setAttribute(
                                    pair.secondary.directory.resolve("link"),
                                    "unix:uid",
                                    1234,
                                    LinkOption.NOFOLLOW_LINKS));
            pair.copy(Meeting.Copy.ALL_CHANGES);
            pair.quiesce();
            equal(pair, 0);
        }
    }

    /** Equal ids: only what may be on one disk only differs, and the activities name it. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void the_activities_of_both_nodes_are_brought_over(long seed) throws Exception {
        try (var pair = paired(seed)) {
            pair.checkpoint();
            pair.onlyNewLogs();
            pair.loseSecondary();
            use(pair.primary, seed + 1000, 100);
            pair.secondaryServes(() -> use(pair.secondary, seed + 2000, 100));
            var activity = pair.primaryLogs.changes();
            pair.primaryLogs = new Logs(activity, activity);
            pair.copyActivities();
            assertThat(pair.primary.copies.getLast().everything()).isFalse();
            pair.quiesce();
            equal(pair, seed);
        }
    }
}
