package safekit.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files below src/test/resources/config and their golden neighbours. {@code -Drewrite=true}
 * writes the golden files anew: read the diff before it is committed.
 */
public final class Fixtures {
    private static final Path ROOT =
            Path.of(System.getProperty("repository.root"), "core/src/test/resources/config");

    private Fixtures() {}

    /** All XML files below a directory, sorted. */
    public static List<Path> in(String directory) {
        try (Stream<Path> files = Files.walk(ROOT.resolve(directory))) {
            return files.filter(file -> file.toString().endsWith(".xml")).sorted().toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The text of a fixture. */
    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The text of a fixture by its path below the root. */
    public static String text(String file) {
        return text(ROOT.resolve(file));
    }

    /** Compares with the golden file next to a fixture, or writes it. */
    public static void golden(Path fixture, String suffix, String actual) {
        String name = fixture.getFileName().toString().replaceAll("\\.xml$", suffix);
        golden(fixture.resolveSibling(name), actual);
    }

    /** Compares with a golden file by its path below the root, or writes it. */
    public static void golden(String file, String actual) {
        golden(ROOT.resolve(file), actual);
    }

    private static void golden(Path file, String actual) {
        try {
            if (Boolean.getBoolean("rewrite")) {
                Files.writeString(file, actual);
            }
            assertThat(file).as("golden file; -Drewrite=true writes it").exists();
            assertThat(actual).as(file.toString()).isEqualTo(Files.readString(file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The findings as a golden file holds them. */
    public static String printed(List<Finding> findings) {
        return findings.isEmpty()
                ? "no findings\n"
                : findings.stream().map(Finding::text).collect(Collectors.joining("\n")) + "\n";
    }
}
