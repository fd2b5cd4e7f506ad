package safekit.node.replication;

/** The session is over: what a reintegration has sent is not enough. */
final class Cancelled extends Exception {
    private static final long serialVersionUID = 1;

    Cancelled() {
        super("the reintegration is over", null, false, false);
    }
}
