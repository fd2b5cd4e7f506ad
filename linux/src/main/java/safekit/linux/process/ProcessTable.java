package safekit.linux.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The processes of this pid namespace, read one after the other: those that live during the whole
 * reading are there. Immutable.
 */
public record ProcessTable(List<ProcessEntry> processes) {
    private static final Path PROC = Path.of("/proc");
    private static final int FIELDS_TO_START_TIME = 20;

    public ProcessTable {
        processes = List.copyOf(processes);
    }

    /** Reads it from the kernel. */
    public static ProcessTable read() throws IOException {
        var found = new ArrayList<ProcessEntry>();
        try (DirectoryStream<Path> numbers = Files.newDirectoryStream(PROC, "[1-9]*")) {
            for (Path directory : numbers) {
                ProcessEntry process = entry(directory);
                if (process != null) {
                    found.add(process);
                }
            }
        }
        return new ProcessTable(found);
    }

    /** The process of that id, null when it has ended. */
    public static @Nullable ProcessEntry byId(long id) throws IOException {
        return entry(PROC.resolve(Long.toString(id)));
    }

    /** All processes of a group. */
    public List<ProcessEntry> group(long leader) {
        return processes.stream().filter(process -> process.group() == leader).toList();
    }

    private static @Nullable ProcessEntry entry(Path directory) throws IOException {
        try {
            String stat = Files.readString(directory.resolve("stat"), StandardCharsets.ISO_8859_1);
            return parse(stat, Files.readAllBytes(directory.resolve("cmdline")));
        } catch (IOException failed) {
            // A process that ends meanwhile gives one of several errors.
            if (Files.exists(directory)) {
                throw failed;
            }
            return null;
        }
    }

    static ProcessEntry parse(String stat, byte[] commandLine) throws IOException {
        int open = stat.indexOf('(');
        // The name may contain blanks and parentheses itself.
        int close = stat.lastIndexOf(')');
        List<String> fields =
                close < 0 ? List.of() : List.of(stat.substring(close + 1).strip().split(" ", -1));
        if (open < 2 || fields.size() < FIELDS_TO_START_TIME) {
            throw new IOException("/proc: unknown stat line: " + stat);
        }
        byte[] name = stat.substring(open + 1, close).getBytes(StandardCharsets.ISO_8859_1);
        return new ProcessEntry(
                Integer.parseInt(stat.substring(0, open).strip()),
                Integer.parseInt(fields.get(1)),
                Integer.parseInt(fields.get(2)),
                Integer.parseInt(fields.get(3)),
                new String(name, StandardCharsets.UTF_8),
                arguments(commandLine),
                Long.parseLong(fields.get(FIELDS_TO_START_TIME - 1)),
                fields.get(0).equals("Z"));
    }

    private static List<String> arguments(byte[] commandLine) {
        if (commandLine.length == 0) {
            return List.of();
        }
        String text = new String(commandLine, StandardCharsets.UTF_8);
        String unterminated = text.endsWith("\0") ? text.substring(0, text.length() - 1) : text;
        return List.of(unterminated.split("\0", -1));
    }
}
