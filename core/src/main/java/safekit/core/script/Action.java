package safekit.core.script;

/**
 * Third argument of a script, spelled as the script sees it (spec 07 section 3, OPEN 07-6). {@code
 * stopwait} is the wait action of a checker or failover rule.
 */
public enum Action {
    start,
    stop,
    stopstart,
    stopwait,
    restart,
    swap,
    update
}
