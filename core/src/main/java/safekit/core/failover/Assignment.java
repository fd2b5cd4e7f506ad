package safekit.core.failover;

/**
 * A rule that assigns a resource instead of asking for an action (spec 04 section 7).
 *
 * @param label name in logs
 */
public record Assignment(String label, Expression condition, String resource, String value) {
    /** The rule in the failover language. */
    @Override
    public String toString() {
        return "%s: if (%s) then %s=%s;".formatted(label, condition, resource, value);
    }
}
