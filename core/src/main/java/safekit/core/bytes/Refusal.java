package safekit.core.bytes;

/**
 * Why a message, a frame or a file is not taken.
 *
 * @param reason for counting
 * @param sentence for people: where, what was found, what was expected
 */
public record Refusal(Reason reason, String sentence) {

    /** The kinds of refusal that are counted apart. */
    public enum Reason {
        /** Shorter than what it announces. */
        TRUNCATED,
        /** A field outside its limits, or bytes left over. */
        MALFORMED,
        /** Not one of our messages or files at all. */
        NOT_OURS,
        /** Written by a version that we no longer understand. */
        TOO_OLD,
        /** Written by a version that says that we cannot understand it. */
        TOO_NEW,
        /** Changed on its way or on the disk. */
        CHECKSUM,
        /** Another cluster configuration. */
        FOREIGN_CLUSTER,
        /** Another module. */
        FOREIGN_MODULE,
        /** A node that is not the expected one. */
        FOREIGN_NODE,
        /** A kind of message that does not belong here. */
        WRONG_KIND,
        /** Seen before, or older than what was seen. */
        REPLAYED,
        /** Sealed with a key that we do not have, or not sealed although we have a key. */
        WRONG_KEY,
        /** A frame of another session. */
        WRONG_SESSION,
        /** A sequence number that does not follow. */
        OUT_OF_ORDER
    }
}
