package safekit.node.replication;

import safekit.core.replication.Path;

/** What the user is told about the replication; called on threads of the replication. */
public interface Report {
    /** As primary: a reintegration begins with this directory. */
    void updating(int directory);

    /** As primary: a reintegration has sent everything. */
    void copied(Sent sent);

    /** As secondary: a reintegration is complete here (log lines of spec 04 section 5). */
    void received(Statistics statistics);

    /** Whether each file of which data is copied is told to {@link #brought}. */
    default boolean detailed() {
        return false;
    }

    /** As secondary: data of this file begin to come. */
    default void brought(Path file) {}

    /** Something of interest for the log, in a sentence. */
    void note(String sentence);

    /**
     * What a reintegration did as seen by the primary.
     *
     * @param bytes bytes of data that travelled
     * @param files files of which data travelled
     * @param compared bytes of data that were compared by their digests, counted once
     * @param everything whether all was compared, not only what the logs name
     */
    record Sent(long bytes, long files, long compared, boolean everything) {}

    /**
     * What a reintegration did as seen by the secondary.
     *
     * @param bytes bytes of data that travelled
     * @param files files of which data travelled
     * @param seconds how long it took
     */
    record Statistics(long bytes, long files, double seconds) {}
}
