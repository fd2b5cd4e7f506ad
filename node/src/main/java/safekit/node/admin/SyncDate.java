package safekit.node.admin;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import safekit.node.local.CommandFailed;

/** The date of {@code secondforce -d} (spec 04 section 10). */
final class SyncDate {
    private static final Pattern FORM =
            Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ T]([0-9:]{8}))?(Z?)");

    private SyncDate() {}

    /**
     * Seconds of the Unix epoch.
     *
     * @param local zone of a date without Z
     */
    static long parse(String text, ZoneId local) throws CommandFailed {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw wrong(text, "");
        }
        try {
            LocalDate day = LocalDate.parse(form.group(1));
            String time = form.group(2);
            LocalDateTime moment =
                    time == null
                            ? day.atStartOfDay()
                            : LocalDateTime.parse(form.group(1) + "T" + time);
            ZoneId zone = form.group(3).isEmpty() ? local : ZoneOffset.UTC;
            return moment.atZone(zone).toEpochSecond();
        } catch (DateTimeException e) {
            throw wrong(text, " (" + e.getMessage() + ")");
        }
    }

    private static CommandFailed wrong(String text, String why) {
        return new CommandFailed(
                ("'%s' is no date%s, expected: YYYY-MM-DD[Z], \"YYYY-MM-DD hh:mm:ss[Z]\" or"
                                + " YYYY-MM-DDThh:mm:ss[Z]")
                        .formatted(text, why));
    }
}
