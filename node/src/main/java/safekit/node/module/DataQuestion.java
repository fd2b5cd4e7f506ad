package safekit.node.module;

/** What can be asked about the replicated data and takes time to answer (spec 04 section 10). */
enum DataQuestion {
    /** Where does the secondary differ from the primary? */
    RFSVERIFY,
    /** How much changed since the secondary stopped? */
    RFSDIFF
}
