package safekit.lab.product;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * Lines of a module log (spec 09 section 1), of which those before a mark are ignored. The hosts of
 * a lab have the clock of this machine, so a mark is simply a date.
 */
final class ModuleLog {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);
    private static final int DATE_AT = 2;
    private static final int DATE_END = DATE_AT + 26;

    private ModuleLog() {}

    /** The date of now, as the log writes it. */
    static String mark() {
        return LocalDateTime.now(java.time.ZoneId.systemDefault()).format(DATE);
    }

    /** The lines written at the mark or later. */
    static List<String> since(String mark, String log) {
        return log.lines()
                .filter(line -> line.length() > DATE_END)
                .filter(line -> line.substring(DATE_AT, DATE_END).compareTo(mark) >= 0)
                .toList();
    }
}
