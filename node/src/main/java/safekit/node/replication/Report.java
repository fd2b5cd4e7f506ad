package safekit.node.replication;

/** What the user is told about the replication; called on threads of the replication. */
public interface Report {
    /** A reintegration begins with this directory (log line of spec 04 section 5). */
    void updating(int directory);

    /** A reintegration has sent everything; figures for the lines of spec 04 section 5. */
    void copied(Statistics statistics);

    /** Something of interest for the log, in a sentence. */
    void note(String sentence);

    /**
     * What a reintegration did.
     *
     * @param bytes bytes of data that travelled
     * @param files files of which data travelled
     * @param seconds how long it took
     * @param everything whether all was compared, not only what the logs name
     */
    record Statistics(long bytes, long files, double seconds, boolean everything) {}
}
