package safekit.core.config.module;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import safekit.core.base.LocalTimestamp;

class CronScheduleTest {
    /** A Saturday. */
    private static final LocalDateTime DAY = LocalDateTime.of(2026, 11, 28, 0, 0);

    @Test
    void minutes_and_hours() {
        assertThat(times("01 0 * * *", DAY, 1)).containsExactly("28 00:01");
        assertThat(times("*/20 9-10 * * *", DAY, 1))
                .containsExactly(
                        "28 09:00", "28 09:20", "28 09:40", "28 10:00", "28 10:20", "28 10:40");
        assertThat(times("50/5,3 23 * * *", DAY, 1))
                .containsExactly("28 23:03", "28 23:50", "28 23:55");
    }

    @Test
    void days() {
        assertThat(times("0 1 1 * *", DAY, 7)).containsExactly("01 01:00");
        assertThat(times("0 1 * dec *", DAY, 4)).containsExactly("01 01:00");
        assertThat(times("0 1 * * sun", DAY, 7)).containsExactly("29 01:00");
        assertThat(times("0 1 * * 7", DAY, 7)).containsExactly("29 01:00");
        assertThat(times("0 1 * * 0", DAY, 7)).containsExactly("29 01:00");
        assertThat(times("0 1 * * mon-fri", DAY, 3)).containsExactly("30 01:00");
    }

    /** As cron does: both kinds of day restricted, one of them is enough. */
    @Test
    void either_day_when_both_are_restricted() {
        assertThat(times("0 1 1 * sun", DAY, 7)).containsExactly("29 01:00", "01 01:00");
    }

    private static List<String> times(String line, LocalDateTime from, int days) {
        var schedule = CronSchedule.parse(line);
        var found = new ArrayList<String>();
        for (int minute = 0; minute < days * 24 * 60; minute++) {
            LocalDateTime at = from.plusMinutes(minute);
            var time =
                    new LocalTimestamp(
                            at.getYear(),
                            at.getMonthValue(),
                            at.getDayOfMonth(),
                            at.getHour(),
                            at.getMinute(),
                            0,
                            0);
            if (schedule.matches(time, at.getDayOfWeek().getValue() % 7)) {
                found.add("%02d %tR".formatted(at.getDayOfMonth(), at));
            }
        }
        return found;
    }
}
