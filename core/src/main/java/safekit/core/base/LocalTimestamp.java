package safekit.core.base;

import java.util.Locale;

/**
 * A local date and time as plain numbers: core has no clock and no time zone, so the caller reads
 * both. Month and day count from 1, the microsecond goes from 0 to 999999.
 */
public record LocalTimestamp(
        int year, int month, int day, int hour, int minute, int second, int microsecond) {

    /** {@code 2021-08-06 08:40:20.909224}, the date of a log line (spec 09 section 1). */
    public String withMicroseconds() {
        return String.format(
                Locale.ROOT, "%s %02d:%02d:%02d.%06d", date(), hour, minute, second, microsecond);
    }

    /** {@code 2024-02-12T09:14:10}, the header of a userlog (spec 07 section 5). */
    public String withSeconds() {
        return String.format(Locale.ROOT, "%sT%02d:%02d:%02d", date(), hour, minute, second);
    }

    /** {@code 2024-02-12T091410}, the form inside file names (spec 07 section 5, OPEN 07-10). */
    public String inFileName() {
        return String.format(Locale.ROOT, "%sT%02d%02d%02d", date(), hour, minute, second);
    }

    private String date() {
        return String.format(Locale.ROOT, "%04d-%02d-%02d", year, month, day);
    }
}
