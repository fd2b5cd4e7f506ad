package safekit.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import safekit.core.generation.Meeting;
import safekit.core.replication.Extents;

/**
 * Files below a name that the log names need no facts of their own, and are copied all the same.
 */
@Timeout(120)
class FreshFilesTest {
    private interface Act {
        void on(Path directory) throws IOException;
    }

    /** Two equal trees with a few old files; then the primary does that alone, and comes back. */
    private static Extents logOf(Act act) throws IOException {
        try (var pair = new Pair(Host.Options.RECEIPT)) {
            equalTrees(pair);
            pair.part();
            act.on(pair.primary.directory);
            int log = pair.primaryLogs.changes().getLast();
            var files = new ExtentFiles(pair.base.resolve("logs0"), Host.EXTENT);
            Extents said = files.read(log);
            pair.copy(Meeting.Copy.SENDER_CHANGES);
            pair.quiesce();
            Trees.equal(pair, "after a time alone");
            return said;
        }
    }

    private static void equalTrees(Pair pair) throws IOException {
        pair.alone();
        Path root = pair.primary.directory;
        Files.createDirectories(root.resolve("old/deep"));
        for (int i = 0; i < 5; i++) {
            Files.writeString(root.resolve("old/f" + i), "content " + i);
            Files.writeString(root.resolve("old/deep/g" + i), "content " + i);
        }
        pair.copy(Meeting.Copy.EVERYTHING);
        pair.quiesce();
        pair.primary.replication.reopen();
    }

    private static void tree(Path at) throws IOException {
        Files.createDirectories(at.resolve("a/b"));
        for (int i = 0; i < 50; i++) {
            Files.writeString(at.resolve("a/f" + i), "fresh " + i);
            Files.writeString(at.resolve("a/b/f" + i), "fresh " + i);
        }
    }

    @Test
    void a_fresh_tree_costs_one_name() throws Exception {
        Extents said = logOf(root -> tree(root.resolve("new")));
        assertThat(said.names()).hasSize(1);
        assertThat(said.data()).isEmpty();
        assertThat(said.attributes()).isEmpty();
    }

    @Test
    void a_file_that_was_made_alone_costs_its_name() throws Exception {
        Extents said =
                logOf(
                        root -> {
                            Path made = root.resolve("old/new");
                            Files.writeString(made, "one");
                            Files.writeString(made, "two", StandardOpenOption.APPEND);
                        });
        assertThat(said.names()).hasSize(1);
        assertThat(said.data()).isEmpty();
    }

    @Test
    void what_moves_out_of_a_fresh_directory_is_found() throws Exception {
        Extents said =
                logOf(
                        root -> {
                            tree(root.resolve("new"));
                            move(root.resolve("new/a/f3"), root.resolve("old/f3"));
                            move(root.resolve("new/a/b"), root.resolve("old/deep/b"));
                            Files.writeString(root.resolve("old/deep/b/late"), "late");
                            Files.writeString(root.resolve("old/f3"), "changed later");
                        });
        assertThat(said.everything()).isFalse();
    }

    @Test
    void what_moves_into_a_fresh_directory_is_found() throws Exception {
        logOf(
                root -> {
                    tree(root.resolve("new"));
                    move(root.resolve("old/f1"), root.resolve("new/a/b/f1"));
                    Files.writeString(root.resolve("new/a/b/f1"), "changed there");
                    move(root.resolve("old/deep"), root.resolve("new/deep"));
                    Files.writeString(root.resolve("new/deep/g2"), "changed there too");
                    move(root.resolve("new"), root.resolve("renamed"));
                    Files.writeString(root.resolve("renamed/deep/g3"), "and there");
                });
    }

    @Test
    void a_fresh_name_that_goes_and_comes_again_is_found() throws Exception {
        logOf(
                root -> {
                    Files.writeString(root.resolve("old/x"), "one");
                    Files.delete(root.resolve("old/x"));
                    Files.writeString(root.resolve("old/x"), "another");
                    Files.delete(root.resolve("old/f4"));
                    Files.writeString(root.resolve("old/f4"), "content 4");
                    Files.writeString(root.resolve("old/f4"), "content X");
                });
    }

    /** One of the nodes did whatever an application does, the other one too. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void moves_between_old_and_fresh_directories(long seed) throws Exception {
        try (var pair = new Pair(Host.Options.RECEIPT)) {
            equalTrees(pair);
            pair.part();
            new Moves(pair.primary.directory, seed).some(150);
            if (seed % 2 == 0) {
                pair.killPrimary();
                pair.startPrimary();
                new Moves(pair.primary.directory, 50 + seed).some(50);
            }
            Meeting.Copy plan = Meeting.Copy.SENDER_CHANGES;
            if (seed % 3 != 0) {
                pair.secondaryServes(
                        () -> new Moves(pair.secondary.directory, 100 + seed).some(150));
                plan = Meeting.Copy.ALL_CHANGES;
            }
            pair.copy(plan);
            pair.quiesce();
            Trees.equal(pair, "seed " + seed);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Random changes of names and contents. */
    private static final class Moves {
        private final Path root;
        private final Random random;

        Moves(Path root, long seed) {
            this.root = root;
            random = new Random(seed);
        }

        void some(int steps) throws IOException {
            for (int i = 0; i < steps; i++) {
                step(i);
            }
        }

        private void step(int number) throws IOException {
            Path from = any(false);
            Path into = any(true);
            Path name = into.resolve("n" + random.nextInt(20));
            switch (random.nextInt(6)) {
                case 0 -> Files.createDirectories(Files.exists(name) ? into : name);
                case 1, 2 -> write(Files.isDirectory(name) ? from : name, number);
                case 3 -> write(from, number);
                case 4 -> {
                    boolean within = name.startsWith(from);
                    boolean fits = !Files.exists(name) || (isFile(name) && isFile(from));
                    if (!from.equals(root) && !within && fits) {
                        move(from, name);
                    }
                }
                default -> {
                    if (isFile(from)) {
                        Files.delete(from);
                    }
                }
            }
        }

        private void write(Path file, int number) throws IOException {
            if (!Files.isDirectory(file)) {
                Files.writeString(file, "step " + number + " " + random.nextLong());
            }
        }

        private static boolean isFile(Path path) {
            return Files.isRegularFile(path);
        }

        private Path any(boolean directory) throws IOException {
            List<Path> all = new ArrayList<>();
            try (var walk = Files.walk(root)) {
                walk.filter(path -> !directory || Files.isDirectory(path))
                        .sorted()
                        .forEach(all::add);
            }
            return all.get(random.nextInt(all.size()));
        }
    }
}
