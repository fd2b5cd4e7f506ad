package safekit.lab.observe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import safekit.lab.host.LabHost;

/**
 * A directory of a host: names, types, sizes, modes, owners, modification times, link targets,
 * which names are one file, and contents. Not compared: access and change times, sizes of
 * directories, extended attributes.
 */
public record Tree(String host, Map<String, Entry> entries) {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final List<String> FIELDS =
            List.of("%P", "%y", "%s", "%m", "%U:%G", "%T@", "%l", "%n", "%i");

    /** What there is under one name; `sameFileAs` is the first name of a file with several. */
    public record Entry(
            String type,
            String size,
            String mode,
            String owner,
            String modified,
            String target,
            String sameFileAs,
            String content) {}

    /**
     * Reads the directory on the host; the host's own commands do it, so a hang ends by deadline.
     */
    public static Tree of(LabHost host, String directory) {
        Map<String, String> contents = contents(host, directory);
        Map<String, String> firstNames = new HashMap<>();
        var entries = new TreeMap<String, Entry>();
        for (List<String> line : list(host, directory)) {
            String name = line.get(0);
            boolean file = line.get(1).equals("f");
            boolean shared = !line.get(1).equals("d") && !line.get(7).equals("1");
            entries.put(
                    name,
                    new Entry(
                            line.get(1),
                            file ? line.get(2) : "",
                            line.get(3),
                            line.get(4),
                            line.get(5),
                            line.get(6),
                            shared ? firstNames.computeIfAbsent(line.get(8), _ -> name) : name,
                            contents.getOrDefault(name, "")));
        }
        return new Tree(host.name(), entries);
    }

    /** One line per name that differs; empty when the trees are equal. */
    public List<String> differences(Tree other) {
        var names = new TreeSet<>(entries.keySet());
        names.addAll(other.entries.keySet());
        var lines = new ArrayList<String>();
        for (String name : names) {
            Entry here = entries.get(name);
            Entry there = other.entries.get(name);
            if (here == null || there == null || !here.equals(there)) {
                lines.add(
                        name + ": " + host + " has " + here + ", " + other.host + " has " + there);
            }
        }
        return lines;
    }

    /** Sorted by name, so that the first name of a shared file is the same on both hosts. */
    private static List<List<String>> list(LabHost host, String directory) {
        String format = String.join("\\0", FIELDS) + "\\0";
        String[] words =
                host.exec(DEADLINE, "find", directory, "-printf", format)
                        .orThrow()
                        .out()
                        .split("\0", -1);
        var lines = new TreeMap<String, List<String>>();
        for (int at = 0; at + FIELDS.size() <= words.length; at += FIELDS.size()) {
            lines.put(words[at], List.of(Arrays.copyOfRange(words, at, at + FIELDS.size())));
        }
        return List.copyOf(lines.values());
    }

    private static Map<String, String> contents(LabHost host, String directory) {
        String script = "cd \"$1\" && find . -type f -print0 | xargs -0 -r sha256sum -z";
        String[] lines =
                host.exec(DEADLINE, "sh", "-c", script, "hash", directory)
                        .orThrow()
                        .out()
                        .split("\0", -1);
        var contents = new HashMap<String, String>();
        for (String line : lines) {
            if (!line.isEmpty()) {
                contents.put(line.substring("  ./".length() + 64), line.substring(0, 64));
            }
        }
        return contents;
    }
}
