package safekit.lab.acceptance;

import java.time.Duration;

/**
 * A database in the replicated directory under a load whose acknowledged transactions are recorded
 * outside of the hosts.
 */
interface Database {
    /** Waits until transactions from now on are acknowledged. */
    void awaitProgress(Duration deadline);

    /**
     * Fails when a transaction that was acknowledged until now is missing, or what is there is
     * damaged.
     */
    void nothingIsLost();
}
