package safekit.core.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The time units of spec 02 section 2, each usable as the implicit unit of an attribute. */
public enum DurationUnit {
    DAY("d", 86_400_000_000L),
    HOUR("h", 3_600_000_000L),
    MINUTE("m", 60_000_000L),
    SECOND("s", 1_000_000L),
    MILLISECOND("ms", 1_000L),
    MICROSECOND("us", 1L);

    /** So many digits always fit into a long. */
    private static final int MOST_DIGITS = 18;

    /** A hundred years of 365 days; also keeps every duration within the nanoseconds of a long. */
    private static final long LARGEST_MICROS = 36_500 * 86_400_000_000L;

    private final String symbol;
    private final long micros;

    DurationUnit(String symbol, long micros) {
        this.symbol = symbol;
        this.micros = micros;
    }

    /** How the unit is written after a number. */
    public String symbol() {
        return symbol;
    }

    /** So many of this unit; at most a hundred years. */
    public Duration times(long count) {
        return Duration.ofNanos(Math.multiplyExact(count, micros * 1000));
    }

    /** The duration in this unit, with the unit's symbol: {@code 30000ms}. */
    public String format(Duration duration) {
        return duration.toNanos() / (micros * 1000) + symbol;
    }

    /** A value as read, and whether a fraction of the implicit unit was dropped (OPEN 02-3). */
    public record Amount(Duration duration, boolean truncated) {}

    /**
     * Reads a value whose implicit unit is this one. Null when it is not a number with a known
     * unit, when it would round to 0, when a zero carries a foreign unit, or when it is above a
     * hundred years.
     */
    public @Nullable Amount parse(String value) {
        int digits = 0;
        while (digits < value.length() && isDigit(value.charAt(digits))) {
            digits++;
        }
        DurationUnit unit = digits == value.length() ? this : of(value.substring(digits));
        if (digits == 0 || digits > MOST_DIGITS || unit == null) {
            return null;
        }
        long number = Long.parseLong(value.substring(0, digits));
        if (number > LARGEST_MICROS / unit.micros) {
            return null;
        }
        long count = number * unit.micros / micros;
        boolean truncated = number * unit.micros % micros != 0;
        return count == 0 && unit != this ? null : new Amount(times(count), truncated);
    }

    /** The fixed sentence of spec 02 section 2, without its leading {@code Error: }. */
    public String refusal(String value, String attribute) {
        return "invalid value '%s' for the attribute %s (expected time unit: '%s')"
                .formatted(value, attribute, symbol);
    }

    private static @Nullable DurationUnit of(String symbol) {
        for (DurationUnit unit : values()) {
            if (unit.symbol.equals(symbol)) {
                return unit;
            }
        }
        return null;
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }
}
