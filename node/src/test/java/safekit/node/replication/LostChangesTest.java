package safekit.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import safekit.core.generation.Meeting;

/**
 * A node comes back whose disk lost the last changes of names or blocks: its log names them, so
 * what they touched is compared, and nothing else.
 */
@Timeout(120)
class LostChangesTest {
    private static final int BLOCK = 4096;
    private static final int LARGE = 8 << 20;

    private final Random random = new Random(1);

    /** What the receiver changed, and how much of it its disk did not keep. */
    private interface Change {
        void in(Path directory) throws IOException;
    }

    private Report.Sent reintegrated(Change changed, Change lost) throws IOException {
        return reintegrated(_ -> {}, changed, lost);
    }

    private Report.Sent reintegrated(Change before, Change changed, Change lost)
            throws IOException {
        try (var pair = new Pair(Host.Options.RECEIPT)) {
            pair.alone();
            Path sent = pair.primary.directory;
            Files.createDirectories(sent.resolve("d/e"));
            for (String name : new String[] {"a", "d/b", "d/e/c", "large"}) {
                byte[] content = new byte[name.equals("large") ? LARGE : 100_000];
                random.nextBytes(content);
                Files.write(sent.resolve(name), content);
            }
            pair.copy(Meeting.Copy.EVERYTHING);
            pair.part();
            Path received = pair.secondary.directory;
            before.in(received);
            pair.secondaryServes(() -> changed.in(received));
            lost.in(received);
            pair.copy(Meeting.Copy.ALL_CHANGES);
            pair.quiesce();
            Trees.equal(pair, "the trees");
            Report.Sent copy = pair.primary.copies.getLast();
            assertThat(copy.everything()).isFalse();
            return copy;
        }
    }

    private void write(Path file, long at, int length) throws IOException {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), at);
        }
    }

    @Test
    void a_file_whose_rename_was_lost_is_looked_at_by_both_names() throws Exception {
        var sent =
                reintegrated(
                        in -> {
                            write(in.resolve("a"), 5 * BLOCK, BLOCK);
                            Files.move(in.resolve("a"), in.resolve("d/new"));
                            write(in.resolve("d/new"), 20 * BLOCK, BLOCK);
                        },
                        in -> Files.move(in.resolve("d/new"), in.resolve("a")));
        assertThat(sent.bytes()).isEqualTo(2 * BLOCK);
    }

    @Test
    void a_directory_whose_rename_was_lost_is_gone_through_with_all_below_it() throws Exception {
        var sent =
                reintegrated(
                        in -> {
                            Files.move(in.resolve("d"), in.resolve("new"));
                            write(in.resolve("new/e/c"), 0, BLOCK);
                        },
                        in -> Files.move(in.resolve("new"), in.resolve("d")));
        assertThat(sent.bytes()).isEqualTo(BLOCK);
        assertThat(sent.compared()).isEqualTo(200_000);
    }

    @Test
    void a_file_whose_removal_was_lost_gets_its_data_back() throws Exception {
        var sent =
                reintegrated(
                        in -> Files.createLink(kept(in), in.resolve("a")),
                        in -> {
                            try (var open =
                                    FileChannel.open(in.resolve("a"), StandardOpenOption.WRITE)) {
                                Files.delete(in.resolve("a"));
                                open.write(ByteBuffer.wrap(new byte[BLOCK]), 0);
                            }
                        },
                        in -> Files.move(kept(in), in.resolve("a")));
        assertThat(sent.bytes()).isEqualTo(BLOCK);
    }

    /** Another name of the file, outside: the file stays when its name goes. */
    private static Path kept(Path directory) {
        return directory.resolveSibling("kept");
    }

    /** Names that went away for good say nothing about what has them now. */
    @Test
    void data_of_a_file_without_a_name_does_not_matter() throws Exception {
        var sent =
                reintegrated(
                        in -> {
                            Path file = in.resolve("d/scratch");
                            try (var open =
                                    FileChannel.open(
                                            file,
                                            StandardOpenOption.CREATE,
                                            StandardOpenOption.WRITE)) {
                                Files.delete(file);
                                open.write(ByteBuffer.wrap(new byte[BLOCK]), 0);
                            }
                        },
                        in -> {});
        assertThat(sent.bytes()).isZero();
    }

    /** What a checkpoint retires from the activity is not looked at again: its times neither. */
    @Test
    void the_times_of_what_was_changed_before_a_checkpoint_are_sent_before_it() throws Exception {
        try (var pair = new Pair(Host.Options.RECEIPT)) {
            pair.alone();
            pair.copy(Meeting.Copy.EVERYTHING);
            for (int i = 0; i < 5; i++) {
                Path file = pair.primary.directory.resolve("file" + i);
                Files.write(file, new byte[BLOCK]);
                pair.checkpoint();
                assertThat(Files.getLastModifiedTime(pair.secondary.directory.resolve("file" + i)))
                        .isEqualTo(Files.getLastModifiedTime(file));
            }
        }
    }

    /** Many blocks here and there: most blocks of 64 KiB differ, but only those of 4 KiB travel. */
    @Test
    void of_an_extent_with_scattered_changes_only_the_small_blocks_travel() throws Exception {
        int changed = LARGE / BLOCK / 10;
        var sent =
                reintegrated(
                        in -> {
                            for (int i = 0; i < changed; i++) {
                                write(in.resolve("large"), 10L * i * BLOCK, BLOCK);
                            }
                        },
                        in -> {});
        assertThat(sent.bytes()).isEqualTo((long) changed * BLOCK);
    }
}
