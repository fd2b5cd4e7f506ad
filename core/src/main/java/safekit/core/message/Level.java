package safekit.core.message;

/** Level of a module log line; the constant is the letter that is printed (spec 09 section 1). */
public enum Level {
    /** Critical: errors found, failover actions. */
    C(false),
    /** Event: local and remote states. */
    E(false),
    /** User: commands of administrators and components. */
    U(false),
    /** Script executions. */
    S(false),
    /** Info. */
    I(true),
    /** Trace of the internal state machine. */
    W(true),
    /** Debug: protocol details. */
    D(true);

    private final boolean verboseOnly;

    Level(boolean verboseOnly) {
        this.verboseOnly = verboseOnly;
    }

    /** Whether only {@code safekit log -A} shows lines of this level. */
    public boolean verboseOnly() {
        return verboseOnly;
    }
}
