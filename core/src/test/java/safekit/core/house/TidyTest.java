package safekit.core.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** House rules that no compiler checks, over the sources of all parts. */
class TidyTest {
    private static final int FILE_LINES_MAX = 400;
    private static final int METHOD_LINES_MAX = 50;
    private static final Path ROOT = Path.of(System.getProperty("repository.root"));

    /** Fewer files than this means that the test looks in the wrong place. */
    private static final int FILES_MIN = 100;

    private static final Map<Pattern, String> BANNED = new LinkedHashMap<>();

    static {
        ban("Thread\\.sleep\\(", "an event, or a condition with a deadline");
        ban("printStackTrace\\(\\)", "the log with the exception");
        ban("catch \\((final )?(Exception|Throwable) ", "the exceptions that can really come");
        ban("\\b(FIXME|TODO)\\b", "do it, or say in the closing note why not");
        ban("@Disabled", "a test that runs, or none");
    }

    /** Where a banned call is right, and why. */
    private static final Map<String, String> ALLOWED =
            Map.of(
                    "RunningScript.java", "nothing tells the end of a process group",
                    "Client.java", "the specification asks for a dot per second",
                    "TestNetwork.java", "passes on whatever a test's own code threw");

    private static void ban(String regex, String replacement) {
        BANNED.put(Pattern.compile(regex), replacement);
    }

    @Test
    void files_are_short() throws IOException {
        List<String> long_ = new ArrayList<>();
        for (Path file : sources()) {
            int lines = Files.readAllLines(file).size();
            if (lines > FILE_LINES_MAX) {
                long_.add(ROOT.relativize(file) + " has " + lines + " lines");
            }
        }
        assertThat(long_).as("files over %d lines", FILE_LINES_MAX).isEmpty();
    }

    @Test
    void methods_are_short() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : sources()) {
            found.addAll(longMethods(file));
        }
        assertThat(found).as("methods over %d lines", METHOD_LINES_MAX).isEmpty();
    }

    @Test
    void banned_calls_have_a_replacement() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : sources()) {
            String name = file.getFileName().toString();
            if (name.equals("TidyTest.java") || ALLOWED.containsKey(name)) {
                continue;
            }
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                int number = i + 1;
                BANNED.forEach(
                        (pattern, replacement) -> {
                            if (pattern.matcher(line).find() && !afterNativeCall(lines, number)) {
                                found.add(
                                        ROOT.relativize(file)
                                                + ":"
                                                + number
                                                + " use instead: "
                                                + replacement);
                            }
                        });
            }
        }
        assertThat(found).isEmpty();
    }

    /** A method handle declares Throwable, whatever it calls. */
    private static boolean afterNativeCall(List<String> lines, int number) {
        return lines.subList(Math.max(0, number - 7), number).stream()
                .anyMatch(line -> line.contains(".invoke"));
    }

    /** The formatter gives members of a class four blanks, so a method ends at the next " }". */
    private static List<String> longMethods(Path file) throws IOException {
        List<String> found = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        int begin = -1;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            boolean member = line.startsWith("    ") && line.length() > 4 && line.charAt(4) != ' ';
            boolean comment = member && (line.startsWith("    /") || line.startsWith("    @"));
            boolean whole = line.endsWith(";") || line.endsWith("{}") || line.endsWith("=");
            if (member && !comment && begin < 0 && !whole) {
                begin = isType(line) ? -1 : i;
            }
            if (line.equals("    }") && begin >= 0) {
                if (i - begin + 1 > METHOD_LINES_MAX) {
                    found.add(ROOT.relativize(file) + ":" + (begin + 1) + " " + lines.get(begin));
                }
                begin = -1;
            }
            if (member && line.endsWith(";")) {
                begin = -1;
            }
        }
        return found;
    }

    private static boolean isType(String line) {
        return line.matches(".*\\b(class|interface|enum|record)\\b .*");
    }

    private static List<Path> sources() throws IOException {
        List<Path> all = new ArrayList<>();
        for (String part : List.of("core", "sim", "linux", "node", "cli", "lab", "bench")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(part).resolve("src"))) {
                files.filter(f -> f.toString().endsWith(".java"))
                        .filter(f -> !f.toString().contains("/vendor/"))
                        .forEach(all::add);
            }
        }
        assertThat(all).hasSizeGreaterThan(FILES_MIN);
        return all;
    }
}
