package safekit.core.replication;

import java.nio.ByteBuffer;
import java.util.BitSet;
import safekit.core.base.Check;

/** Compares a zone of a file by hashes: blocks of 64 KiB first, then those of 4 KiB in them. */
public final class BlockCompare {
    /** Bytes of a block of the first round. */
    public static final int COARSE = 64 << 10;

    /** Bytes of a block of the second round. */
    public static final int FINE = 4 << 10;

    private BlockCompare() {}

    /** How many blocks cover this many bytes. */
    public static int blocks(long bytes, int blockSize) {
        return Math.toIntExact((bytes + blockSize - 1) / blockSize);
    }

    /** Hashes the bytes between position and limit, block by block; the last one may be shorter. */
    public static Digests digests(ByteBuffer zone, int blockSize, BlockHash hash) {
        int count = blocks(zone.remaining(), blockSize);
        var halves = new long[2 * count];
        ByteBuffer view = zone.duplicate();
        for (int block = 0; block < count; block++) {
            int from = zone.position() + block * blockSize;
            view.limit(Math.min(zone.limit(), from + blockSize)).position(from);
            hash.hash(view, halves, block);
        }
        return Digests.copyOf(halves);
    }

    /**
     * The blocks of the source that the receiver lacks. A block that only the source has differs;
     * one that only the receiver has is cut off by the size, not named here.
     */
    public static BitSet differing(Digests source, Digests receiver) {
        var differing = new BitSet(source.count());
        for (int block = 0; block < source.count(); block++) {
            boolean equal =
                    block < receiver.count()
                            && source.first(block) == receiver.first(block)
                            && source.second(block) == receiver.second(block);
            differing.set(block, !equal);
        }
        return differing;
    }

    /** How many blocks in a row differ from this one on. */
    public static int run(BitSet differing, int from) {
        Check.that(differing.get(from), "a run begins with a block that differs");
        return differing.nextClearBit(from) - from;
    }
}
