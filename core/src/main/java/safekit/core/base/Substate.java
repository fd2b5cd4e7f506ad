package safekit.core.base;

/** Second word of a displayed state, spelled as users see it (spec 00 section 2). */
public enum Substate {
    /** Blocked or stopped. */
    NotReady,
    /** Passing through: scripts or synchronisation are running. */
    Transient,
    /** Stable. */
    Ready,
    /** Only in the view of the peer. */
    Unknown
}
