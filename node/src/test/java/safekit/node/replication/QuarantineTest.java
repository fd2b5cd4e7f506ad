package safekit.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import safekit.core.bytes.Bytes;
import safekit.core.generation.Meeting;
import safekit.core.message.LogLine;
import safekit.core.quarantine.Manifest;
import safekit.core.quarantine.ManifestLine;
import safekit.node.quarantine.Quarantines;
import safekit.node.quarantine.Restorer;

/** What the loser of a split brain had changed is kept, byte for byte, before it is overwritten. */
@Timeout(180)
class QuarantineTest {
    private static final long OWN = 0x10;
    private static final int LARGE = 80 << 20;

    private final List<LogLine> told = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void every_version_that_only_the_loser_had_can_be_restored(long seed) throws IOException {
        for (boolean byFile : new boolean[] {false, true}) {
            try (var pair = new Pair(Host.Options.RECEIPT)) {
                parted(pair, seed);
                Path loser = pair.secondary.directory;
                Map<String, String> common = contents(loser);
                pair.secondaryServes(() -> changes(loser, seed + 100));
                Map<String, String> lost = contents(loser);
                changes(pair.primary.directory, seed + 200);

                overwrite(pair, byFile);
                Map<String, String> now = contents(loser);
                Map<String, String> restored = contents(restored(pair));
                lost.entrySet().removeIf(one -> one.getValue().equals(common.get(one.getKey())));
                lost.entrySet().removeIf(one -> one.getValue().equals(now.get(one.getKey())));
                assertThat(lost).isNotEmpty();
                assertThat(restored).as("seed %d", seed).containsAllEntriesOf(lost);
            }
        }
    }

    @Test
    void of_a_large_file_the_extents_that_the_loser_changed_are_kept() throws IOException {
        try (var pair = new Pair(Host.Options.RECEIPT)) {
            Path large = pair.primary.directory.resolve("large");
            pair.alone();
            Files.write(large, new byte[LARGE]);
            pair.copy(Meeting.Copy.EVERYTHING);
            pair.part();
            Path losers = pair.secondary.directory.resolve("large");
            pair.secondaryServes(() -> write(losers, 5L * Host.EXTENT + 10, "the loser was here"));
            write(large, 40L * Host.EXTENT, "and the winner there");

            overwrite(pair, false);
            Quarantines all = quarantines(pair);
            Manifest manifest = all.read(all.ids().getFirst());
            assertThat(manifest.kept().values())
                    .singleElement()
                    .returns((long) LARGE, ManifestLine.Kept::size);
            assertThat(manifest.zones(1))
                    .containsExactly(new ManifestLine.Zone(1, 5L * Host.EXTENT, Host.EXTENT, 0));
            assertThat(manifest.complete()).isTrue();
            assertThat(told).extracting(LogLine::text).hasSize(2);
        }
    }

    @Test
    void an_interrupted_reintegration_goes_on_in_the_same_quarantine() throws IOException {
        try (var pair = new Pair(new Host.Options(false, 20_000_000_000L, 4 << 20))) {
            pair.alone();
            byte[] common = new byte[4 * Host.EXTENT];
            write(pair.primary.directory, common, 4);
            pair.copy(Meeting.Copy.EVERYTHING);
            pair.part();
            Path loser = pair.secondary.directory;
            pair.secondaryServes(() -> write(loser, random(1, common.length), 4));
            Map<String, String> lost = contents(loser);
            write(pair.primary.directory, random(2, common.length), 4);

            pair.order = order(pair, false);
            pair.beginCopy(Meeting.Copy.ALL_CHANGES);
            Host.until(() -> kept(pair) > 0);
            pair.loseSecondary();
            assertThat(kept(pair)).isLessThan(4);
            overwrite(pair, false);
            assertThat(quarantines(pair).ids()).hasSize(1);
            assertThat(contents(restored(pair))).isEqualTo(lost);
        }
    }

    private static int kept(Pair pair) {
        try {
            Quarantines all = quarantines(pair);
            return all.ids().isEmpty() ? 0 : all.read(all.ids().getFirst()).kept().size();
        } catch (IOException notYet) {
            return 0; // It is being begun.
        }
    }

    private static void write(Path directory, byte[] content, int files) throws IOException {
        for (int file = 0; file < files; file++) {
            Files.write(directory.resolve("file" + file), content);
        }
    }

    private static byte[] random(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Test
    void nothing_is_kept_when_the_loser_changed_nothing_that_is_overwritten() throws IOException {
        try (var pair = new Pair(Host.Options.RECEIPT)) {
            parted(pair, 9);
            changes(pair.primary.directory, 10);
            overwrite(pair, false);
            assertThat(quarantines(pair).ids()).isEmpty();
            assertThat(told).isEmpty();
        }
    }

    // ---- the story

    private static void parted(Pair pair, long seed) throws IOException {
        pair.alone();
        changes(pair.primary.directory, seed);
        pair.copy(Meeting.Copy.EVERYTHING);
        pair.part();
    }

    private static void changes(Path directory, long seed) throws IOException {
        var application = new Application(directory, seed, 5);
        for (int step = 0; step < 60; step++) {
            application.step();
        }
    }

    private static void write(Path file, long at, String text) throws IOException {
        try (var channel = java.nio.channels.FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), at);
        }
    }

    private void overwrite(Pair pair, boolean byFile) throws IOException {
        pair.order = order(pair, byFile);
        pair.copy(byFile ? Meeting.Copy.EVERYTHING : Meeting.Copy.ALL_CHANGES);
        pair.quiesce();
    }

    private Optional<Quarantine.Order> order(Pair pair, boolean byFile) {
        var heading = new ManifestLine.Heading("2026-11-28T09:40:00Z", OWN, 0x20, byFile, "a test");
        var roots = List.of(root(0, "/first"), root(1, "/second"));
        return Optional.of(new Quarantine.Order(quarantines(pair), heading, roots, told::add));
    }

    private static ManifestLine.Root root(int directory, String path) {
        return new ManifestLine.Root(
                directory, Bytes.copyOf(path.getBytes(StandardCharsets.UTF_8)));
    }

    private static Quarantines quarantines(Pair pair) {
        return new Quarantines(pair.base.resolve("quarantine"));
    }

    /** Where the first replicated directory is restored. */
    private static Path restored(Pair pair) throws IOException {
        Quarantines all = quarantines(pair);
        Path to = Files.createDirectory(pair.base.resolve("restored"));
        for (String id : all.ids()) {
            new Restorer(all, id, to, line -> assertThat(line).doesNotContain("only")).restore();
        }
        return to.resolve("first");
    }

    /** Files by their paths. */
    private static Map<String, String> contents(Path directory) throws IOException {
        var all = new TreeMap<String, String>();
        if (!Files.exists(directory)) {
            return all;
        }
        try (Stream<Path> below = Files.walk(directory)) {
            for (Path file : below.toList()) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                    String shown = text.length() + " bytes, hash " + text.hashCode();
                    all.put(directory.relativize(file).toString(), shown);
                }
            }
        }
        return all;
    }
}
