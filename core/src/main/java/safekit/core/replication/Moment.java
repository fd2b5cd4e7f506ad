package safekit.core.replication;

/**
 * A file time as the filesystem keeps it.
 *
 * @param seconds since 1970, negative before
 * @param nanos 0 to 999,999,999
 */
public record Moment(long seconds, int nanos) {
    /** Nanoseconds of a second. */
    public static final int NANOS = 1_000_000_000;
}
