package safekit.core.replication;

import java.util.Arrays;
import java.util.List;
import safekit.core.base.Check;

/**
 * Which blocks of 4 KiB changed inside the coarse extents: a bitmap for each extent, bounded. It is
 * exact for the extents that it {@link #knows}; for others the blocks must be compared. It lives in
 * memory and is saved at an orderly stop ({@link FineMapFile}). Single-threaded; {@link #written}
 * allocates only to grow.
 */
public final class FineMap {
    /** Bytes of a block. */
    public static final int BLOCK = 4096;

    private final int extentSize;
    private final int extentsMax;
    private final int words;
    private Extents unknown;
    private final ExtentSet extents = new ExtentSet();
    private long[] bits;

    /**
     * An empty map.
     *
     * @param extentSize bytes of an extent, a multiple of {@link #BLOCK}
     * @param extentsMax extents that it follows; the others are unknown
     * @param unknown what changed before the map began; the caller does not change it any more
     */
    public FineMap(int extentSize, int extentsMax, Extents unknown) {
        Check.that(
                extentSize > 0 && extentSize % BLOCK == 0, "an extent is a multiple of 4096 bytes");
        this.extentSize = extentSize;
        this.extentsMax = extentsMax;
        this.unknown = unknown;
        words = (extentSize / BLOCK + Long.SIZE - 1) / Long.SIZE;
        bits = new long[16 * words];
    }

    /**
     * The map goes on in another log: what it knows it knows, the rest of these extents stays
     * unknown. The caller does not change them any more.
     */
    public void beyond(Extents others) {
        unknown = others;
    }

    /** Bytes of an extent. */
    public int extentSize() {
        return extentSize;
    }

    /** These bytes change. */
    public void written(long number, int generation, long offset, long length) {
        if (length <= 0) {
            return;
        }
        long lastBlock = (offset + length - 1) / BLOCK;
        int perExtent = extentSize / BLOCK;
        long block = offset / BLOCK;
        while (block <= lastBlock) {
            long extent = block / perExtent;
            long end = Math.min(lastBlock, (extent + 1) * perExtent - 1);
            int position = position(number, generation, extent);
            if (position >= 0) {
                set(position, (int) (block % perExtent), (int) (end % perExtent));
            }
            block = end + 1;
        }
    }

    private int position(long number, int generation, long extent) {
        int position = extents.find(number, generation, extent);
        if (position >= 0 || extents.size() >= extentsMax) {
            return position;
        }
        if (unknown.contains(number, generation, extent)) {
            return -1;
        }
        position = extents.add(number, generation, extent);
        if ((position + 1) * words > bits.length) {
            bits = Arrays.copyOf(bits, 2 * bits.length);
        }
        return position;
    }

    private void set(int position, int first, int last) {
        int from = position * words + first / Long.SIZE;
        int to = position * words + last / Long.SIZE;
        for (int word = from; word <= to; word++) {
            long low = word == from ? -1L << (first % Long.SIZE) : -1L;
            long high = word == to ? -1L >>> (Long.SIZE - 1 - last % Long.SIZE) : -1L;
            bits[word] |= low & high;
        }
    }

    /** Whether the blocks that changed in this extent are known exactly. */
    public boolean knows(Extent extent) {
        return find(extent) >= 0;
    }

    /** Whether this block of a known extent changed. */
    public boolean changed(Extent extent, int block) {
        int position = find(extent);
        Check.that(position >= 0, "only known extents have known blocks");
        return (bits[position * words + block / Long.SIZE] & (1L << (block % Long.SIZE))) != 0;
    }

    /** The first changed block of a known extent at or behind {@code from}, -1 = none. */
    public int nextChanged(Extent extent, int from) {
        for (int block = from; block < extentSize / BLOCK; block++) {
            if (changed(extent, block)) {
                return block;
            }
        }
        return -1;
    }

    /**
     * The first unchanged block of a known extent behind {@code from}, or the end of the extent.
     */
    public int nextUnchanged(Extent extent, int from) {
        int block = from;
        while (block < extentSize / BLOCK && changed(extent, block)) {
            block++;
        }
        return block;
    }

    /** The extents that it knows, sorted. */
    public List<Extent> extents() {
        return extents.sorted();
    }

    /** Bytes that changed in known extents, a multiple of a block. */
    public long bytes() {
        long blocks = 0;
        for (int i = 0; i < extents.size() * words; i++) {
            blocks += Long.bitCount(bits[i]);
        }
        return blocks * BLOCK;
    }

    private int find(Extent extent) {
        FileId file = extent.file();
        return extents.find(file.number(), file.generation(), extent.number());
    }
}
