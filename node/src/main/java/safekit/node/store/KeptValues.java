package safekit.node.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import safekit.node.disk.DurableFile;

/**
 * A few values that survive restarts, one {@code name=value} per line: what an administrator
 * switched ({@code usersetting}), and the loop counter. One writer at a time; not thread-safe.
 */
public final class KeptValues {
    private final Path file;
    private final Map<String, String> values = new TreeMap<>();

    private KeptValues(Path file) {
        this.file = file;
    }

    /**
     * Reads the file; one that does not exist yet is empty, lines without {@code =} are ignored.
     */
    public static KeptValues open(Path file) throws IOException {
        var kept = new KeptValues(file);
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                int equal = line.indexOf('=');
                if (equal > 0) {
                    kept.values.put(line.substring(0, equal), line.substring(equal + 1));
                }
            }
        } catch (NoSuchFileException first) {
            return kept;
        }
        return kept;
    }

    /** The value, or this one when none was kept. */
    public String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    /** The number, or this one when none was kept or it is not one. */
    public long number(String name, long otherwise) {
        String text = values.getOrDefault(name, "");
        return text.matches("-?[0-9]{1,18}") ? Long.parseLong(text) : otherwise;
    }

    /** Keeps values durably; they replace those of the same names. */
    public void put(Map<String, String> changes) throws IOException {
        values.putAll(changes);
        var text = new StringBuilder();
        values.forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
        DurableFile.write(file, text.toString());
    }
}
