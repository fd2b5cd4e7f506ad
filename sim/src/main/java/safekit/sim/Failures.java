package safekit.sim;

/** What is broken in the data plane of one process: its extent log, the next sync of its disk. */
final class Failures {
    private boolean logBrokeOnce;
    private boolean logIsBroken;
    private boolean unlogged;
    private boolean syncFails;

    /** The extent log cannot be written: changes wait until that is known; false when it was. */
    boolean breakLog() {
        boolean news = !logIsBroken && !unlogged;
        logBrokeOnce = true;
        logIsBroken |= news;
        return news;
    }

    /** The tuple says durably that the log is not complete: changes need it no more. */
    boolean logGivenUp() {
        unlogged |= logBrokeOnce;
        logIsBroken &= !logBrokeOnce;
        return unlogged;
    }

    /** A new log is begun, and can be. */
    void newLog() {
        logIsBroken = false;
        unlogged = false;
    }

    boolean logIsBroken() {
        return logIsBroken;
    }

    boolean unlogged() {
        return unlogged;
    }

    void failNextSync() {
        syncFails = true;
    }

    void syncsAgain() {
        syncFails = false;
    }

    /** Whether this sync fails; the next one does not. */
    boolean syncFails() {
        boolean fails = syncFails;
        syncFails = false;
        return fails;
    }

    void processEnded() {
        logBrokeOnce = false;
        logIsBroken = false;
        unlogged = false;
        syncFails = false;
    }
}
