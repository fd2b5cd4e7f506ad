package safekit.core.wire;

/** Limits of the stream. Larger values in a message are refused, so memory is bounded. */
public final class Limits {
    /** Bytes of data in one operation; the greatest {@code packetsize} that works. */
    public static final int DATA = 8 << 20;

    /** Bytes of one frame behind its length field. */
    public static final int FRAME = DATA + (64 << 10);

    /** Bytes of one operation that carries no data. */
    public static final int OPERATION = FRAME - 64;

    /** Bytes of the name of an extended attribute. */
    public static final int EXTENDED_NAME = 255;

    /** Bytes of the value of an extended attribute. */
    public static final int EXTENDED_VALUE = 64 << 10;

    /** Extended attributes of one file. */
    public static final int EXTENDED_COUNT = 1024;

    /** Bytes of the target of a symbolic link. */
    public static final int TARGET = 4095;

    /** Hashes in one comparison. */
    public static final int DIGESTS = 4096;

    /** Names in one part of a listing. */
    public static final int LISTED = 4096;

    /** Operation errors in one acknowledgement. */
    public static final int ERRORS = 256;

    private Limits() {}
}
