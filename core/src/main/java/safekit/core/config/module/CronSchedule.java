package safekit.core.config.module;

import safekit.core.base.Check;
import safekit.core.base.LocalTimestamp;

/**
 * The minutes that a crontab line means (spec 04 section 9): one bit for each minute, hour, day of
 * the month, month and day of the week. As cron does, a line that restricts both kinds of day means
 * the days that one of them allows.
 */
public record CronSchedule(
        long minutes, long hours, long days, long months, long weekdays, boolean eitherDay) {
    private static final int SUNDAY_TOO = 7;

    /** Reads the five fields of a valid line. */
    public static CronSchedule parse(String text) {
        String problem = Crontab.problem(text);
        Check.that(problem == null, "a crontab line is checked when it is configured");
        String[] fields = text.strip().split("\\s+", -1);
        long weekdays = mask(fields[4], 4);
        boolean sunday = (weekdays & 1L << SUNDAY_TOO) != 0;
        return new CronSchedule(
                mask(fields[0], 0),
                mask(fields[1], 1),
                mask(fields[2], 2),
                mask(fields[3], 3),
                sunday ? weekdays | 1 : weekdays,
                !fields[2].startsWith("*") && !fields[4].startsWith("*"));
    }

    /**
     * Whether the line means this minute.
     *
     * @param weekday 0 = Sunday to 6 = Saturday
     */
    public boolean matches(LocalTimestamp time, int weekday) {
        boolean day = has(days, time.day());
        boolean dayOfWeek = has(weekdays, weekday);
        return has(minutes, time.minute())
                && has(hours, time.hour())
                && has(months, time.month())
                && (eitherDay ? day || dayOfWeek : day && dayOfWeek);
    }

    private static boolean has(long mask, int bit) {
        return (mask & 1L << bit) != 0;
    }

    private static long mask(String field, int index) {
        long mask = 0;
        for (String part : field.split(",", -1)) {
            String[] step = part.split("/", -1);
            String[] range = step[0].split("-", -1);
            boolean all = step[0].equals("*");
            int from = all ? Crontab.least(index) : Crontab.number(range[0], index);
            int to = from;
            if (range.length == 2) {
                to = Crontab.number(range[1], index);
            } else if (all || step.length == 2) {
                to = Crontab.most(index);
            }
            int by = step.length == 2 ? Integer.parseInt(step[1]) : 1;
            for (int bit = from; bit <= to; bit += by) {
                mask |= 1L << bit;
            }
        }
        return mask;
    }
}
