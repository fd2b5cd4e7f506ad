package safekit.core.message;

import safekit.core.base.LocalTimestamp;

/**
 * One line of the module log, without its date. The key tells the message apart in every language
 * (spec 09 section 1).
 */
public record LogLine(Level level, String origin, int key, String text) {
    /** The same line told by another component: the origin of a few messages varies. */
    public LogLine from(String otherOrigin) {
        return new LogLine(level, otherOrigin, key, text);
    }

    /** {@code | 2021-08-06 08:40:20.909224 | reintegre | E | <message>} (spec 09 section 1). */
    public String print(LocalTimestamp date) {
        return "| " + date.withMicroseconds() + " | " + origin + " | " + level + " | " + text;
    }
}
