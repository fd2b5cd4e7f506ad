package safekit.node.store;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import safekit.core.base.LocalTimestamp;

/** Dates of the databases: microseconds since 1970, shown in the zone of this machine. */
public final class Dates {
    private static final long MICROS = 1_000_000L;

    private Dates() {}

    /** Microseconds since 1970 now. */
    public static long nowMicros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * MICROS + now.getNano() / 1000;
    }

    /** The local date and time. */
    public static LocalTimestamp local(long micros) {
        Instant instant =
                Instant.ofEpochSecond(
                        Math.floorDiv(micros, MICROS), 1000 * Math.floorMod(micros, MICROS));
        ZonedDateTime time = instant.atZone(ZoneId.systemDefault());
        return new LocalTimestamp(
                time.getYear(),
                time.getMonthValue(),
                time.getDayOfMonth(),
                time.getHour(),
                time.getMinute(),
                time.getSecond(),
                time.getNano() / 1000);
    }

    /** {@code 2021-08-06 08:40:20}, the date of a resource (spec 08 OPEN 08-6). */
    public static String toSecond(long micros) {
        return local(micros).withMicroseconds().substring(0, 19);
    }
}
