package safekit.node.replication;

/** What the user is told about the replication; called on threads of the replication. */
public interface Report {
    /** As primary: a reintegration begins with this directory. */
    void updating(int directory);

    /**
     * As primary: a reintegration has sent everything.
     *
     * @param everything whether all was compared, not only what the logs name
     */
    void copied(Statistics statistics, boolean everything);

    /** As secondary: a reintegration is complete here (log lines of spec 04 section 5). */
    void received(Statistics statistics);

    /** Something of interest for the log, in a sentence. */
    void note(String sentence);

    /**
     * What a reintegration did.
     *
     * @param bytes bytes of data that travelled
     * @param files files of which data travelled
     * @param seconds how long it took
     */
    record Statistics(long bytes, long files, double seconds) {}
}
