package safekit.core.mirror;

/**
 * Where one node of a mirror is, in more detail than the state that users see (spec 07 section 6).
 * The order is the wire code: append only.
 */
public enum Phase {
    /** No module process; said by safeadmin, which stands in for it. */
    STOPPED(false),
    /** The start scripts that come before any decision run. */
    STARTING(false),
    /** Asks the peer and waits: for its answer, for its data, or for an administrator. */
    ASKING(false),
    /** Has decided to serve alone: syncs and persists first. */
    RISING(false),
    /** Serves without a secondary. */
    ALONE(true),
    /** Serves with a secondary that holds everything acknowledged. */
    PRIMARY(true),
    /** Is being reintegrated: its data is a mixture. */
    RECEIVING(false),
    /** Holds everything acknowledged; may hold the right to take over. */
    SECONDARY(false),
    /** Has decided to take over: applies, syncs and persists first. */
    TAKING(false),
    /** A primary that stops in order: its application is stopped, it drains and offers its role. */
    LEAVING(false),
    /** A primary whose application is stopped and that gives its role away by a swap. */
    HANDING(false),
    /** A secondary that has accepted a swap and waits for the old primary to step down. */
    ACCEPTING(false),
    /** A secondary that stops in order and tells the primary so. */
    RESIGNING(false),
    /** Runs its stop scripts; all decisions about data are made and durable. */
    CLOSING(false);

    private final boolean acknowledges;

    Phase(boolean acknowledges) {
        this.acknowledges = acknowledges;
    }

    /** Whether a node in this phase may acknowledge writes of the application. */
    public boolean serving() {
        return acknowledges;
    }
}
