package safekit.core.replication;

import java.nio.ByteBuffer;

/** A 128-bit hash of a block, not cryptographic; the edge plugs in XXH3. */
@FunctionalInterface
public interface BlockHash {
    /**
     * Hashes the bytes between the buffer's position and limit, which do not move, into {@code
     * halves[2 * block]} and the one behind it.
     */
    void hash(ByteBuffer bytes, long[] halves, int block);
}
