package safekit.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import safekit.core.generation.Meeting;
import safekit.core.replication.FileId;
import safekit.core.replication.Name;

/** Reintegrations of what is large: what has to be touched grows with what changed only. */
@Timeout(120)
class ScaleTest {
    private static final long HUGE = 100L << 30;

    private static void island(Path file, long at, String content) throws IOException {
        try (var open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(HUGE);
            open.seek(at);
            open.writeBytes(content);
        }
    }

    private record Island(long from, long to, String begins) {}

    /** Where a file has data, and how they begin. */
    private static List<Island> islands(TreeAccess tree, String name) throws IOException {
        Optional<TreeAccess.Node> node = tree.lookup(FileId.root(0), Name.of(name));
        var all = new ArrayList<Island>();
        try (TreeAccess.OpenFile file = tree.open(node.orElseThrow().id(), false)) {
            assertThat(file.stat().size()).isEqualTo(HUGE);
            for (long from = file.data(0); from < HUGE; ) {
                long to = file.hole(from);
                ByteBuffer begin = ByteBuffer.allocate(16);
                file.read(from, begin);
                all.add(
                        new Island(
                                from,
                                to,
                                new String(
                                        begin.array(),
                                        java.nio.charset.StandardCharsets.ISO_8859_1)));
                from = file.data(to);
            }
        }
        return all;
    }

    @Test
    void holes_of_a_huge_file_are_neither_read_nor_sent_and_become_holes_there() throws Exception {
        try (var pair = new Pair(Host.Options.RECEIPT)) {
            Path here = pair.primary.directory;
            Path there = pair.secondary.directory;
            island(here.resolve("new"), 50L << 30, "in the middle of it");
            island(here.resolve("old"), 0, "at the beginning");
            island(here.resolve("old"), HUGE - 4096, "near the end, there too");
            island(there.resolve("old"), HUGE - 4096, "near the end, there too");
            island(there.resolve("old"), 70L << 30, "nothing is here in the source");
            pair.alone();
            pair.copy(Meeting.Copy.EVERYTHING);
            for (String name : new String[] {"new", "old"}) {
                assertThat(islands(pair.secondary.tree, name))
                        .as(name)
                        .isEqualTo(islands(pair.primary.tree, name));
            }
            Report.Sent sent = pair.primary.copies.getLast();
            assertThat(sent.compared()).isLessThan(8 << 20);
            assertThat(sent.bytes()).isLessThan(8 << 20);
        }
    }

    /** A zone that became a hole while the node was alone. */
    @Test
    void what_was_punched_alone_is_punched_there() throws Exception {
        try (var pair = new Pair(Host.Options.RECEIPT)) {
            byte[] content = new byte[8 << 20];
            new java.util.Random(1).nextBytes(content);
            pair.alone();
            Path file = pair.primary.directory.resolve("file");
            Files.write(file, content);
            pair.copy(Meeting.Copy.EVERYTHING);
            pair.part();
            try (var open = new RandomAccessFile(file.toFile(), "rw")) {
                open.setLength(1 << 20);
                open.setLength(8 << 20);
            }
            pair.copy(Meeting.Copy.SENDER_CHANGES);
            pair.quiesce();
            Trees.equal(pair, "after the copy");
            var node = pair.secondary.tree.lookup(FileId.root(0), Name.of("file"));
            try (TreeAccess.OpenFile open =
                    pair.secondary.tree.open(node.orElseThrow().id(), false)) {
                assertThat(open.hole(0)).isEqualTo(1 << 20);
            }
            assertThat(pair.primary.copies.getLast().bytes()).isZero();
        }
    }

    @Test
    void after_a_time_alone_nothing_is_walked_through() throws Exception {
        try (var pair = new Pair(Host.Options.RECEIPT)) {
            Path directory = pair.primary.directory;
            for (int i = 0; i < 2000; i++) {
                Path file = directory.resolve("d" + i % 20 + "/e/f" + i);
                Files.createDirectories(file.getParent());
                Files.writeString(file, "file " + i);
            }
            pair.alone();
            pair.copy(Meeting.Copy.EVERYTHING);
            pair.part();
            Files.writeString(directory.resolve("d3/e/f23"), "more", StandardOpenOption.APPEND);
            Files.writeString(directory.resolve("d4/new"), "new");
            pair.stopPrimary();
            pair.startPrimary();
            pair.copy(Meeting.Copy.SENDER_CHANGES);
            for (Host host : new Host[] {pair.primary, pair.secondary}) {
                CountedTree calls = host.calls;
                assertThat(calls.count("list")).as("" + calls).isZero();
                assertThat(calls.count("lookup") + calls.count("stat"))
                        .as("" + calls)
                        .isLessThan(60);
            }
            pair.quiesce();
            Trees.equal(pair, "after the copy");
        }
    }

    @Test
    void a_copy_of_equal_trees_sends_hashes_only() throws Exception {
        try (var pair = new Pair(Host.Options.RECEIPT)) {
            for (Path directory : new Path[] {pair.primary.directory, pair.secondary.directory}) {
                ResyncProgram.fill(directory, 3000, 5000, 4);
            }
            pair.alone();
            pair.copy(Meeting.Copy.EVERYTHING);
            Report.Sent sent = pair.primary.copies.getLast();
            assertThat(sent.bytes()).isZero();
            assertThat(sent.compared()).isEqualTo(3000 * 5000 + (4 << 20));
            pair.quiesce();
            Trees.equal(pair, "after the copy");
        }
    }
}
