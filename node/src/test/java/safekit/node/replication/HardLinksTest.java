package safekit.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import safekit.core.generation.Meeting;

/** Files with several names stay one file on both nodes, whatever names the logs hold. */
@Timeout(120)
class HardLinksTest {
    private interface Serving {
        void run(Path directory) throws IOException;
    }

    private static void equal(Pair pair, String when) throws IOException {
        pair.quiesce();
        Trees.equal(pair, when);
        pair.primary.replication.reopen();
    }

    /** Both have the files; the primary serves alone, they meet, the primary goes on. */
    private static Report.Sent reintegrated(Serving before, Serving alone, Serving after)
            throws IOException {
        try (var pair = new Pair(Host.Options.RECEIPT)) {
            Path directory = pair.primary.directory;
            pair.alone();
            Files.createDirectories(directory.resolve("d/e"));
            for (String name : new String[] {"x", "y", "d/z"}) {
                Files.writeString(directory.resolve(name), "this is " + name);
            }
            before.run(directory);
            pair.copy(Meeting.Copy.EVERYTHING);
            pair.part();
            alone.run(directory);
            pair.copy(Meeting.Copy.SENDER_CHANGES);
            after.run(directory);
            equal(pair, "after what followed");
            return pair.primary.copies.getLast();
        }
    }

    private static void append(Path directory, String name) throws IOException {
        Files.writeString(directory.resolve(name), " more", StandardOpenOption.APPEND);
    }

    private static void link(Path directory, String name, String existing) throws IOException {
        Files.createLink(directory.resolve(name), directory.resolve(existing));
    }

    private static void move(Path directory, String from, String to) throws IOException {
        Files.move(directory.resolve(from), directory.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void a_name_that_was_added_alone_is_the_same_file() throws Exception {
        Report.Sent sent =
                reintegrated(
                        _ -> {},
                        directory -> {
                            link(directory, "d/e/x2", "x");
                            append(directory, "x");
                        },
                        directory -> append(directory, "d/e/x2"));
        assertThat(sent.everything()).isTrue();
    }

    @Test
    void a_name_that_moved_alone_is_the_same_file() throws Exception {
        reintegrated(
                directory -> link(directory, "x2", "x"),
                directory -> move(directory, "x2", "d/x3"),
                directory -> append(directory, "x"));
    }

    @Test
    void a_name_that_became_another_file_leaves_the_other_name_alone() throws Exception {
        Report.Sent sent =
                reintegrated(
                        directory -> link(directory, "x2", "x"),
                        directory -> {
                            Files.delete(directory.resolve("x2"));
                            Files.writeString(directory.resolve("x2"), "something else");
                        },
                        directory -> append(directory, "x"));
        assertThat(sent.everything()).as("each file has one name now").isFalse();
    }

    @Test
    void a_name_below_a_directory_that_moved_alone_is_the_same_file() throws Exception {
        reintegrated(
                directory -> link(directory, "d/e/x2", "x"),
                directory -> move(directory, "d", "f"),
                directory -> append(directory, "x"));
    }

    @Test
    void a_file_that_nobody_touched_may_get_another_name_at_once() throws Exception {
        Report.Sent sent =
                reintegrated(
                        _ -> {},
                        directory -> append(directory, "y"),
                        directory -> {
                            link(directory, "x2", "x");
                            append(directory, "x");
                            link(directory, "d/z2", "d/z");
                            move(directory, "d", "f");
                        });
        assertThat(sent.everything()).isFalse();
    }

    /** Names go away and move while everything is gone through: the file stays, with its data. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void names_that_go_and_move_during_a_copy_of_everything(long seed) throws Exception {
        try (var pair = new Pair(Host.Options.RECEIPT)) {
            Path directory = pair.primary.directory;
            pair.alone();
            for (int i = 0; i < 40; i++) {
                Files.createDirectories(directory.resolve("a" + i));
                Files.createDirectories(directory.resolve("a" + i + "/deep/er"));
                Files.writeString(directory.resolve("a" + i + "/x"), "content " + i);
                link(directory, "a" + i + "/deep/er/y", "a" + i + "/x");
                link(directory, "a" + i + "/deep/z", "a" + i + "/x");
            }
            Files.createDirectories(pair.secondary.directory.resolve("a7/deep/er"));
            Files.writeString(pair.secondary.directory.resolve("a7/deep/er/y"), "old");
            pair.beginCopy(Meeting.Copy.EVERYTHING);
            var random = new Random(seed);
            for (int i = 0; i < 40; i++) {
                switch (random.nextInt(4)) {
                    case 0 -> Files.delete(directory.resolve("a" + i + "/x"));
                    case 1 -> move(directory, "a" + i + "/deep/er/y", "a" + i + "/moved");
                    case 2 -> {
                        Files.delete(directory.resolve("a" + i + "/x"));
                        append(directory, "a" + i + "/deep/z");
                    }
                    default -> move(directory, "a" + i + "/deep/z", "a" + (39 - i) + "/x");
                }
            }
            pair.endCopy();
            equal(pair, "seed " + seed);
        }
    }

    /** The receiver's log knows the file by a name that the sender has never had. */
    @Test
    void a_name_that_only_the_receiver_has_does_not_hide_what_it_changed() throws Exception {
        for (boolean removed : new boolean[] {false, true}) {
            try (var pair = new Pair(Host.Options.RECEIPT)) {
                pair.alone();
                Files.writeString(pair.primary.directory.resolve("x"), "of both");
                pair.copy(Meeting.Copy.EVERYTHING);
                pair.part();
                pair.secondaryServes(
                        () -> {
                            link(pair.secondary.directory, "x2", "x");
                            append(pair.secondary.directory, "x");
                            if (removed) {
                                Files.delete(pair.secondary.directory.resolve("x2"));
                            }
                        });
                pair.copy(Meeting.Copy.ALL_CHANGES);
                equal(pair, "removed: " + removed);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whatever_an_application_did_alone(long seed) throws Exception {
        reintegrated(
                directory -> new Application(directory, seed, 5).steps(300),
                directory -> new Application(directory, seed + 100, 5).steps(60),
                directory -> new Application(directory, seed + 200, 5).steps(100));
    }
}
