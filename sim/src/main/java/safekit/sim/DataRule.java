package safekit.sim;

/**
 * The rules of the data plane that keep the logs true (docs/decisions/013). The simulated data
 * plane obeys all of them; a test removes one at a time to prove that it would be noticed.
 */
public enum DataRule {
    /** What a change touches is in a durable log before the change begins. */
    LOG_BEFORE_CHANGE,
    /** A rename logs both names. */
    BOTH_NAMES_LOGGED,
    /** A checkpoint waits for the changes that began before its log. */
    CHECKPOINT_AWAITS_CHANGES,
    /** A copy waits for a change of what it reads. */
    COPY_HOLDS_STILL,
    /** What the receiver's activity names is copied. */
    RECEIVERS_ACTIVITY_COUNTS,
    /** A log whose end is torn says what its whole batches say. */
    TORN_LOG_COUNTS,
    /** Blocks that only the receiver changed are not left out because ours did not change. */
    FINE_MAP_IS_OURS_ONLY
}
