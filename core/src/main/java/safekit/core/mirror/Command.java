package safekit.core.mirror;

/** What an administrator, a script or a component asks of the module (spec 08 section 4). */
public enum Command {
    start,
    stop,
    restart,
    stopstart,
    forcestop,
    prim,
    primforce,
    second,
    swap,
    /** The failover machine's "stop, start, then block" (spec 06 section 6). */
    wait,
    /** Like stop, at the shutdown of the machine. */
    shutdown
}
