package safekit.bench.resync;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** How long a module was in a state, by the dates of its log. */
final class Stopwatch {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);
    private static final int DATE_AT = 2;
    private static final int DATE_END = DATE_AT + 26;

    private Stopwatch() {}

    /** Seconds from the last line that ends so to the first after it that ends so. */
    static double seconds(List<String> log, String begin, String end) {
        int from = -1;
        for (int i = 0; i < log.size(); i++) {
            if (log.get(i).endsWith(begin)) {
                from = i;
            }
        }
        if (from >= 0) {
            for (String line : log.subList(from, log.size())) {
                if (line.endsWith(end)) {
                    return Duration.between(date(log.get(from)), date(line)).toNanos() / 1e9;
                }
            }
        }
        throw new AssertionError(
                "no `" + begin + "` followed by `" + end + "` in\n" + String.join("\n", log));
    }

    private static LocalDateTime date(String line) {
        return LocalDateTime.parse(line.substring(DATE_AT, DATE_END), DATE);
    }
}
