package safekit.node.replication;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import safekit.core.generation.Meeting;

/** A directory that is listed in several turns, while names in it come, go and move. */
@Timeout(120)
class DirectoryListingTest {
    private static final int FILES = 5000;

    private static Path name(Path directory, int number) {
        return directory.resolve("big/f%05d".formatted(number));
    }

    private static void fill(Path directory, int step) throws IOException {
        Files.createDirectory(directory.resolve("big"));
        for (int i = 0; i < FILES; i += step) {
            Files.createFile(name(directory, i));
        }
    }

    private static void change(Path directory, Random random) throws IOException {
        Path one = name(directory, random.nextInt(FILES));
        Path other = name(directory, random.nextInt(FILES));
        switch (random.nextInt(3)) {
            case 0 -> Files.deleteIfExists(one);
            case 1 -> Files.writeString(one, "new " + one.getFileName());
            default -> {
                if (Files.exists(one)) {
                    Files.move(one, other, StandardCopyOption.ATOMIC_MOVE);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void names_that_change_between_the_turns_are_right(long seed) throws Exception {
        try (var pair = new Pair(Host.Options.RECEIPT)) {
            fill(pair.secondary.directory, 3);
            fill(pair.primary.directory, 2);
            pair.alone();
            pair.beginCopy(Meeting.Copy.EVERYTHING);
            var random = new Random(seed);
            for (int i = 0; i < 1500; i++) {
                change(pair.primary.directory, random);
            }
            pair.endCopy();
            pair.quiesce();
            Trees.equal(pair, "seed " + seed);
        }
    }
}
