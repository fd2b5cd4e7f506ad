package safekit.node.replication;

/**
 * How a reintegration copies (spec 04 section 2).
 *
 * @param bytesPerSecond {@code reiallowedbw}; 0 = no limit
 * @param timeoutNanos {@code reitimeout}: a request that is not answered ends it
 * @param readers {@code nbrei}, at least 1
 * @param packetBytes {@code reipacketsize}: most data in one operation
 * @param commitPackets {@code reicommit}: after so many packets of a file the secondary syncs it; 0
 *     = at the end only
 */
public record CopySettings(
        long bytesPerSecond, long timeoutNanos, int readers, int packetBytes, int commitPackets) {
    private static final int PACKET_MAX = 1 << 20;
    private static final int BLOCK = 4096;

    /** Bytes of a zone that is held still, read and sent at a time: memory and waits stay small. */
    int zoneBytes() {
        return Math.max(BLOCK, Math.min(packetBytes, PACKET_MAX) / BLOCK * BLOCK);
    }
}
