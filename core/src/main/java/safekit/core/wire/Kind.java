package safekit.core.wire;

/** What a message is. The order is the wire code: append only. */
public enum Kind {
    NONE,
    /** A heartbeat of a mirror module. */
    BEAT,
    /** Membership of the cluster or of a farm. */
    MEMBERSHIP,
    /** The greeting that opens a replication stream. */
    STREAM,
    /** A request or an answer on a control socket of this machine. */
    LOCAL
}
