package safekit.lab.product;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Lines of a module log (spec 09 section 1), of which those before a mark are ignored. The hosts of
 * a lab have the clock of this machine, so a mark is simply a date.
 */
final class ModuleLog {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);
    private static final Pattern LINE =
            Pattern.compile("\\| [-0-9]{10} [.:0-9]{15} \\| [^|]+ \\| [A-Z] \\| .*");
    private static final int DATE_AT = 2;
    private static final int DATE_END = DATE_AT + 26;
    private static final int FIELDS = 4;

    private ModuleLog() {}

    /** The date of now, as the log writes it. */
    static String mark() {
        return LocalDateTime.now(ZoneId.systemDefault()).format(DATE);
    }

    /** The lines written at the mark or later. */
    static List<String> since(String mark, String log) {
        return log.lines()
                .filter(line -> LINE.matcher(line).matches())
                .filter(line -> line.substring(DATE_AT, DATE_END).compareTo(mark) >= 0)
                .toList();
    }

    /** The message of a line: what follows date, origin and level. */
    static String message(String line) {
        return line.split(" \\| ", FIELDS)[FIELDS - 1];
    }

    /** When the line was written. */
    static LocalDateTime date(String line) {
        return LocalDateTime.parse(line.substring(DATE_AT, DATE_END), DATE);
    }

    /** Whether the message of the line is the pattern; `<...>` in it is any text but none. */
    static boolean says(String line, String pattern) {
        String regex =
                Arrays.stream(pattern.split("<[^>]*>", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".+"));
        return message(line).matches(regex);
    }

    /** Whether these messages are there in this order, among others. */
    static boolean tells(List<String> lines, List<String> patterns) {
        int told = 0;
        for (String line : lines) {
            if (told < patterns.size() && says(line, patterns.get(told))) {
                told++;
            }
        }
        return told == patterns.size();
    }
}
