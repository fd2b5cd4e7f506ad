package safekit.core.generation;

/** What a node knows about the other's writes. The order is the source order of a meeting. */
public enum Standing {
    /** The peer has acknowledged writes that this node lacks, or this node handed over. */
    STALE,
    /** The peer holds the same data and may have gone on without this node. */
    SHARED,
    /** Nobody else can have acknowledged writes that this node lacks. */
    SOLE
}
