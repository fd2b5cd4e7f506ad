package safekit.core.wire;

/**
 * What guards the frames of a stream against change. Agreed in the greeting; the order is the wire
 * code: append only.
 */
public enum Protection {
    /** TLS below does it: frames end with their payload. */
    TLS(0),
    /** No key: each frame ends with a CRC32C over all its bytes. */
    CHECKSUM(4),
    /** A cluster key: the payload is sealed by AES-256-GCM and the frame ends with its tag. */
    SEALED(Sealer.TAG);

    private final int trailer;

    Protection(int trailer) {
        this.trailer = trailer;
    }

    /** Bytes behind the payload. */
    public int trailer() {
        return trailer;
    }
}
