package safekit.node.replication;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.ByteBuffer;
import safekit.core.replication.BlockHash;

/** XXH3, 128 bits. Hashes buffers that have an array. Thread-safe. */
final class Xxh3 implements BlockHash {
    private static final Hasher128 HASHER = Hashing.xxh3_128();

    @Override
    public void hash(ByteBuffer bytes, long[] halves, int block) {
        int from = bytes.arrayOffset() + bytes.position();
        HashValue128 value = HASHER.hashBytesTo128Bits(bytes.array(), from, bytes.remaining());
        halves[2 * block] = value.getMostSignificantBits();
        halves[2 * block + 1] = value.getLeastSignificantBits();
    }
}
