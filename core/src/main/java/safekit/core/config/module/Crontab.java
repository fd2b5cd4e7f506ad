package safekit.core.config.module;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Checks the five time fields of a crontab line (spec 04 section 9). */
final class Crontab {
    private static final List<Integer> LEAST = List.of(0, 0, 1, 1, 0);
    private static final List<Integer> MOST = List.of(59, 23, 31, 12, 7);
    private static final List<String> FIELDS =
            List.of("minute", "hour", "day of month", "month", "day of week");
    private static final String MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec";
    private static final String DAYS = "sun mon tue wed thu fri sat";

    private Crontab() {}

    /** What is wrong with the expression, or null. */
    static @Nullable String problem(String text) {
        String[] fields = text.strip().split("\\s+", -1);
        if (text.startsWith("/")) {
            return "this is the syntax of schtasks on Windows";
        }
        if (fields.length != FIELDS.size()) {
            return "it has %d fields".formatted(fields.length);
        }
        for (int index = 0; index < fields.length; index++) {
            for (String part : fields[index].split(",", -1)) {
                if (!isValid(part, index)) {
                    return "the %s '%s' is not valid".formatted(FIELDS.get(index), part);
                }
            }
        }
        return null;
    }

    private static boolean isValid(String part, int field) {
        String[] step = part.split("/", -1);
        if (step.length > 2 || (step.length == 2 && !step[1].matches("[1-9][0-9]?"))) {
            return false;
        }
        if (step[0].equals("*")) {
            return true;
        }
        String[] range = step[0].split("-", -1);
        int from = number(range[0], field);
        int to = range.length == 2 ? number(range[1], field) : from;
        return range.length <= 2 && from >= LEAST.get(field) && from <= to && to <= MOST.get(field);
    }

    static int least(int field) {
        return LEAST.get(field);
    }

    static int most(int field) {
        return MOST.get(field);
    }

    static int number(String text, int field) {
        if (text.matches("[0-9]{1,2}")) {
            return Integer.parseInt(text);
        }
        List<String> names = List.of((field == 3 ? MONTHS : field == 4 ? DAYS : "").split(" "));
        int index = names.indexOf(text.toLowerCase(Locale.ROOT));
        return text.isEmpty() || index < 0 ? -1 : index + LEAST.get(field);
    }
}
