package safekit.node.store;

import safekit.core.message.LogLine;

/**
 * A line of the module log as stored.
 *
 * @param id grows from line to line
 * @param dateMicros microseconds since 1970
 * @param cause lines that follow from one event have the same number; 0 when unknown
 */
public record LogEntry(long id, long dateMicros, LogLine line, long cause) {
    /** The text line of spec 09 section 1. */
    public String print() {
        return line.print(Dates.local(dateMicros));
    }
}
