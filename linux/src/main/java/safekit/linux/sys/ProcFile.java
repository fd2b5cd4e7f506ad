package safekit.linux.sys;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files of /proc and /sys. They must be read with one large read: {@code Files.readString} begins
 * with a single byte because their size is 0, and a file below /proc/sys has then no more to give,
 * so that only its first character is seen.
 */
public final class ProcFile {
    private ProcFile() {}

    /** The first line, without blanks around it; empty when there is none. */
    public static String line(Path file) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            String line = reader.readLine();
            return line == null ? "" : line.strip();
        }
    }
}
