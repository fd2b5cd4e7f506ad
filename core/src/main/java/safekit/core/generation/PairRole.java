package safekit.core.generation;

/** The role of a node in its last pairing. The order is the source order of a meeting. */
public enum PairRole {
    /** Never paired. */
    NONE,
    /** It received. */
    SECOND,
    /** It served. */
    PRIM
}
