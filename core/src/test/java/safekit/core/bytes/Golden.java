package safekit.core.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Bytes kept in {@code src/test/resources/wire}, as hex. {@code -Drewrite=true} writes them anew; a
 * change of a format must be a decision.
 */
public final class Golden {
    private static final Path DIRECTORY = Path.of("src/test/resources/wire");

    private Golden() {}

    /** Compares with the file of this name. */
    public static void check(String name, byte[] bytes) {
        text(name + ".hex", hex(bytes));
    }

    /** Compares text with the file of this name. */
    public static void text(String name, String found) {
        Path file = DIRECTORY.resolve(name);
        try {
            if ("true".equals(System.getProperty("rewrite"))) {
                Files.createDirectories(DIRECTORY);
                Files.writeString(file, found);
            }
            assertThat(found).as("format of %s", name).isEqualTo(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hex(byte[] bytes) {
        var text = new StringBuilder();
        for (int i = 0; i < bytes.length; i++) {
            text.append("%02x".formatted(bytes[i]));
            text.append(i % 16 == 15 || i == bytes.length - 1 ? '\n' : ' ');
        }
        return text.toString();
    }
}
