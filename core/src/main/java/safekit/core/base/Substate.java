package safekit.core.base;

/** The second word of a state, spelt as users see it (spec 00 section 2). */
public enum Substate {
    NotReady,
    Transient,
    Ready,
    Unknown
}
