package safekit.node.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import safekit.core.config.module.ReplicatedDirectory;
import safekit.core.config.module.ReplicatedDirectory.ExcludedPath;
import safekit.core.config.module.ReplicatedDirectory.ExcludedPattern;
import safekit.core.config.module.ReplicatedDirectory.Exclusion;
import safekit.core.config.xml.Source;
import safekit.core.generation.Meeting;
import safekit.core.replication.FileId;
import safekit.core.replication.Name;

/** R4: what is not replicated never travels, and stays where it is. */
class NotReplicatedTest {
    /** A leading slash means a path, another text an expression as in the file. */
    static Exclusions rules(String... texts) throws IOException {
        var all = new ArrayList<Exclusion>();
        for (String text : texts) {
            boolean inverted = text.startsWith("!");
            all.add(
                    text.startsWith("/")
                            ? new ExcludedPath(text.substring(1), Source.NOWHERE)
                            : new ExcludedPattern(
                                    inverted ? text.substring(1) : text, inverted, Source.NOWHERE));
        }
        return Exclusions.of(
                new ReplicatedDirectory("/data", false, List.of(), all, Source.NOWHERE));
    }

    private static Pair pair(String... texts) throws IOException {
        var selection = new Selection(List.of(rules(texts), Exclusions.NONE), true, _ -> {});
        return new Pair(Host.Options.RECEIPT.with(selection));
    }

    /** What is not replicated on a node: its names and contents, wherever they were moved. */
    private static List<String> local(Host host) throws IOException {
        var all = new ArrayList<String>();
        local(host, FileId.root(0), false, all);
        all.sort(null);
        return all;
    }

    private static void local(Host host, FileId directory, boolean below, List<String> all)
            throws IOException {
        List<Name> visible = below ? List.of() : host.visible().list(directory);
        for (Name name : host.tree.list(directory)) {
            TreeAccess.Node node = host.tree.lookup(directory, name).orElseThrow();
            boolean hidden = !visible.contains(name);
            if (hidden && node.regular()) {
                ByteBuffer bytes = ByteBuffer.allocate((int) node.size());
                host.tree.read(node.id(), 0, bytes);
                all.add(name + " " + Arrays.hashCode(bytes.array()));
            } else if (hidden && node.symlink()) {
                all.add(name + " -> " + host.tree.target(node.id()));
            }
            if (node.directory()) {
                local(host, node.id(), hidden, all);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, '/n1/n2 n3$'",
        "2, '/n1/n2 n3$'",
        "3, '!n[0-4]$ ^n4/n5'",
        "4, '!n[0-4]$ ^n4/n5'",
        "5, '/n1 /n2/n1 /n3/n3/n3 n5/n'",
        "6, '!n1$ !n2$'"
    })
    void neither_live_changes_nor_copies_touch_it(long seed, String texts) throws Exception {
        try (var pair = pair(texts.split(" ", -1))) {
            new Application(pair.primary.directory, seed + 99, 6).withoutHardLinks().steps(400);
            new Application(pair.secondary.directory, seed + 77, 6).withoutHardLinks().steps(800);
            List<String> before = local(pair.secondary);
            assertThat(before).isNotEmpty();
            pair.alone();
            var application = new Application(pair.primary.directory, seed, 6);
            application.steps(400);
            pair.copy(Meeting.Copy.EVERYTHING);
            pair.checkpoint();
            application.steps(400);
            pair.quiesce();
            Trees.equal(pair, "live, seed " + seed);
            assertThat(local(pair.secondary)).isEqualTo(before);

            pair.primary.replication.reopen();
            pair.part();
            application.withoutHardLinks().steps(200);
            pair.copy(Meeting.Copy.SENDER_CHANGES);
            pair.quiesce();
            Trees.equal(pair, "by logs, seed " + seed);
            assertThat(local(pair.secondary)).isEqualTo(before);
            assertThat(application.done).isGreaterThan(100);
        }
    }

    @Test
    void a_name_does_not_cross_the_border() throws Exception {
        try (var pair = pair(".*\\.tmp$", "/local", "/a/own")) {
            pair.alone();
            Path root = pair.primary.directory;
            Files.writeString(root.resolve("x.tmp"), "tmp");
            Files.writeString(root.resolve("y"), "data");
            refused(() -> move(root.resolve("x.tmp"), root.resolve("x")));
            refused(() -> move(root.resolve("y"), root.resolve("y.tmp")));
            refused(() -> Files.createLink(root.resolve("z"), root.resolve("x.tmp")));
            refused(() -> Files.createLink(root.resolve("z.tmp"), root.resolve("y")));
            move(root.resolve("x.tmp"), root.resolve("w.tmp"));
            Files.createLink(root.resolve("v.tmp"), root.resolve("w.tmp"));

            Files.createDirectories(root.resolve("a/own"));
            Files.createDirectory(root.resolve("b"));
            refused(() -> move(root.resolve("a"), root.resolve("c")));
            move(root.resolve("b"), root.resolve("c"));
            Files.createDirectory(root.resolve("c/own"));
            Files.delete(root.resolve("a/own"));
            Files.delete(root.resolve("a"));
            refused(() -> move(root.resolve("c"), root.resolve("a")));
        }
    }

    private interface Act {
        Object run() throws IOException;
    }

    private static Path move(Path from, Path to) throws IOException {
        return Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void refused(Act act) {
        assertThatThrownBy(act::run)
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("ross-device link");
    }

    @Test
    void an_unlinked_file_goes_on_as_it_was() throws Exception {
        try (var pair = pair("tmp$")) {
            pair.alone();
            pair.copy(Meeting.Copy.EVERYTHING);
            Path file = pair.primary.directory.resolve("x.tmp");
            try (var channel =
                    java.nio.channels.FileChannel.open(
                            file, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
                Files.delete(file);
                assertThat(channel.write(ByteBuffer.wrap(new byte[] {1, 2}))).isEqualTo(2);
            }
            pair.quiesce();
            assertThat(pair.secondary.directory).isEmptyDirectory();
        }
    }

    @Test
    void a_file_with_names_on_both_sides_of_the_border_is_replicated() throws Exception {
        try (var pair = pair("tmp$")) {
            Path root = pair.primary.directory;
            Files.writeString(root.resolve("a.tmp"), "1");
            Files.createLink(root.resolve("b"), root.resolve("a.tmp"));
            pair.alone();
            pair.copy(Meeting.Copy.EVERYTHING);
            Files.writeString(root.resolve("a.tmp"), "12", StandardOpenOption.APPEND);
            pair.primary.replication.drain(5, pair.tuple(pair.primaryLogs));
            pair.primary.await(safekit.core.mirror.Event.Drained.class);
            pair.secondary.replication.settle(6);
            pair.secondary.await(safekit.core.mirror.Event.Settled.class);
            assertThat(pair.secondary.directory.resolve("b")).hasContent("112");
            assertThat(pair.secondary.directory.resolve("a.tmp")).doesNotExist();

            pair.primary.replication.reopen();
            Files.delete(root.resolve("b"));
            Files.writeString(root.resolve("a.tmp"), "x", StandardOpenOption.APPEND);
            pair.quiesce();
            assertThat(pair.secondary.directory).isEmptyDirectory();
            assertThat(root.resolve("a.tmp")).hasContent("112x");
        }
    }

    @Test
    void what_stays_in_a_removed_directory_is_kept() throws Exception {
        try (var pair = pair("/conf/own", "/other/own")) {
            Path there = pair.secondary.directory;
            Files.createDirectories(there.resolve("conf"));
            Files.writeString(there.resolve("conf/own"), "of node 2");
            Files.createDirectories(there.resolve("other"));
            Files.writeString(there.resolve("other/own"), "too");
            pair.alone();
            Files.createDirectory(pair.primary.directory.resolve("other"));
            pair.copy(Meeting.Copy.EVERYTHING);
            assertThat(there.resolve("conf")).doesNotExist();
            assertThat(there.resolve(".safekit-kept/1/conf/own")).hasContent("of node 2");

            move(pair.primary.directory.resolve("other"), pair.primary.directory.resolve("moved"));
            pair.quiesce();
            assertThat(there.resolve(".safekit-kept/2/own")).hasContent("too");
            assertThat(there.resolve("moved")).isEmptyDirectory();
            Trees.equal(pair, "moved");
        }
    }

    /** The times of directories are equal although names change in them that do not travel. */
    @Test
    void the_time_of_a_directory_is_told() throws Exception {
        try (var pair = pair("tmp$")) {
            pair.alone();
            Path directory = Files.createDirectory(pair.primary.directory.resolve("d"));
            pair.copy(Meeting.Copy.EVERYTHING);
            Files.writeString(directory.resolve("x.tmp"), "1");
            pair.quiesce();
            Trees.equal(pair, "a local file");
            var time = Files.getLastModifiedTime(directory, LinkOption.NOFOLLOW_LINKS);
            assertThat(Files.getLastModifiedTime(pair.secondary.directory.resolve("d")))
                    .isEqualTo(time);
        }
    }

    @Test
    void rules_are_those_of_the_specification() throws IOException {
        assertThat(leftOut(rules(".*\\.tmp$", ".*\\.bak$"), "conf/config.tmp")).isTrue();
        assertThat(leftOut(rules(".*\\.tmp$"), "conf/config.tmp.swap")).isFalse();
        assertThat(leftOut(rules(".*\\.tmp$"), "dir.tmp/file")).isTrue();
        Exclusions databases = rules("!.*\\.mdf$", "!.*\\.ldf$");
        assertThat(leftOut(databases, "a/b.mdf")).isFalse();
        assertThat(leftOut(databases, "a/b.ldf")).isFalse();
        assertThat(leftOut(databases, "a/b.txt")).isTrue();
        assertThat(databases.leavesOut(way("a"), true)).isFalse();
        Exclusions mixed = rules("!.*\\.mdf$", "^old");
        assertThat(leftOut(mixed, "x.mdf")).isFalse();
        assertThat(leftOut(mixed, "old.mdf")).isTrue();
        assertThat(mixed.leavesOut(way("old"), true)).isTrue();
        assertThat(leftOut(rules("/a/b"), "a/b/c")).isTrue();
        assertThat(leftOut(rules("/a/b"), "a/bc")).isFalse();
    }

    private static boolean leftOut(Exclusions rules, String path) {
        return rules.leavesOut(way(path), false);
    }

    private static byte[] way(String path) {
        return path.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
