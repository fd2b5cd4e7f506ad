package safekit.node.replication;

import java.nio.ByteBuffer;
import safekit.core.replication.BlockCompare;
import safekit.core.replication.BlockHash;
import safekit.core.replication.Digests;

/** Hashes of zeros: what a hole is compared by, without being read. For one thread. */
final class ZeroBlocks {
    private final BlockHash hash;
    private final ByteBuffer zeros = ByteBuffer.allocate(BlockCompare.COARSE);
    private int blockSize;
    private final long[] full = new long[2];

    ZeroBlocks(BlockHash hash) {
        this.hash = hash;
    }

    /** The hashes of so many zeros. */
    Digests digests(long length, int size) {
        if (size > zeros.capacity()) {
            return BlockCompare.digests(ByteBuffer.allocate((int) length), size, hash);
        }
        if (size != blockSize) {
            hash.hash(zeros.clear().limit(size), full, 0);
            blockSize = size;
        }
        int count = BlockCompare.blocks(length, size);
        var halves = new long[2 * count];
        for (int i = 0; i < halves.length; i++) {
            halves[i] = full[i & 1];
        }
        int rest = (int) (length % size);
        if (rest > 0) {
            hash.hash(zeros.clear().limit(rest), halves, count - 1);
        }
        return Digests.copyOf(halves);
    }
}
