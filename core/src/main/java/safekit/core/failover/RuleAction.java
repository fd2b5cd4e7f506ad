package safekit.core.failover;

/**
 * What a rule asks for, spelled as in rules and logs (spec 06 section 6). The constants are in
 * order of priority, the strongest first (OPEN 06-10).
 */
public enum RuleAction {
    stop,
    /** Full stop, automatic start, then blocked until no wait rule is true. */
    wait,
    stopstart,
    swap,
    restart,
    /** Leave WAIT NotReady; never the action of a written rule. */
    wakeup;

    /** Whether an execution counts for maxloop. */
    public boolean counted() {
        return this == wait || this == stopstart || this == restart;
    }
}
