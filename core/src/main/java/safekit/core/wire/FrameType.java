package safekit.core.wire;

/** What a frame of the stream carries. The numbers are the wire code: append only. */
public enum FrameType {
    NONE(0),
    /** The greeting: a whole {@link Message} with a {@link Hello}. First in each direction. */
    HELLO(1),
    /** The end in words: a {@link Signal.Goodbye}. */
    GOODBYE(2),
    /** A {@code Control} of the two machines. */
    CONTROL(3),
    /** Operations, numbered one after the other from the frame's sequence on. */
    OPERATIONS(4),
    /** {@link AckCodec}. */
    ACK(5),
    /** {@link Signal.Checkpoint}. */
    CHECKPOINT(6),
    /** {@link Signal.CheckpointDone}. */
    CHECKPOINT_DONE(7),
    /** {@link Signal.Retire}. */
    RETIRE(8),
    /** {@link Signal.SyncDone}. */
    SYNC_DONE(9),
    /** {@link Signal.Differences}. */
    DIFFERENCES(10),
    /** {@link Signal.ExtentsPart}. */
    EXTENTS(11),
    /** {@link Signal.Verify}. */
    VERIFY(12),
    /** {@link Signal.Verified}. */
    VERIFIED(13);

    private static final FrameType[] ALL = values();

    private final int code;

    FrameType(int code) {
        this.code = code;
    }

    /** The wire code. */
    int code() {
        return code;
    }

    static FrameType of(int code) {
        return code > 0 && code < ALL.length ? ALL[code] : NONE;
    }

    /** Whether it makes sense only inside a session. */
    boolean bound() {
        return this != HELLO && this != GOODBYE && this != CONTROL;
    }
}
