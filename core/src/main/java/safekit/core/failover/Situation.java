package safekit.core.failover;

/**
 * What a module is doing, as far as rules care. The displayed state alone does not tell: WAIT
 * Transient is a start or a stop, and WAIT NotReady may come from {@code failover="off"}.
 */
public enum Situation {
    /**
     * STOP, a stop, a role change, or WAIT NotReady for another reason than a rule: no rule acts.
     */
    IDLE,
    /** WAIT Transient on the way up: only wait rules act, at once (OPEN 06-11). */
    STARTING,
    /** WAIT NotReady because of a wait rule: stop rules act, and the built-in wakeup. */
    BLOCKED,
    /** ALONE, PRIM, SECOND or UP, Ready: all rules act, after handle_time. */
    RUNNING
}
