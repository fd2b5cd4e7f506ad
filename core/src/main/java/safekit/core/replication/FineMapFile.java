package safekit.core.replication;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.zip.CRC32C;
import safekit.core.base.Check;
import safekit.core.bytes.Reader;
import safekit.core.bytes.Refusal;
import safekit.core.bytes.Refused;
import safekit.core.bytes.Writer;

/**
 * A {@link FineMap} as a file, written whole at an orderly stop and removed at the next start
 * before anything changes (docs/protocol/files.md).
 */
public final class FineMapFile {
    /** Version of the format that is written. */
    public static final int VERSION = 1;

    /** Logs that one map may refine. */
    public static final int LOGS_MAX = 255;

    private static final int OLDEST = 1;
    private static final int MAGIC = 0x4D464B53; // "SKFM"
    private static final int FIXED = 28 + 4 * LOGS_MAX + 4 + 4;
    private static final int EXTENT_FIXED = 12 + 9 + 9;
    private static final int RUN = 6;

    private FineMapFile() {}

    /**
     * What a map belongs to; it is used only together with exactly this.
     *
     * @param dataId id of the data
     * @param logs the change logs whose extents it refines
     */
    public record Belonging(long dataId, List<Integer> logs) {
        /** Copies the list. */
        public Belonging {
            logs = List.copyOf(logs);
        }
    }

    /** The bytes of the file. */
    public static byte[] write(FineMap map, Belonging belonging) {
        List<Extent> extents = map.extents();
        var file = ByteBuffer.allocate(size(map, extents));
        var out = new Writer(file).i32(MAGIC).u16(VERSION).u16(OLDEST);
        out.i32(map.extentSize()).i32(FineMap.BLOCK).u64(belonging.dataId);
        out.ints(belonging.logs, LOGS_MAX);
        out.i32(extents.size());
        for (Extent extent : extents) {
            Fields.file(out, extent.file()).varint(extent.number());
            runs(out, map, extent);
        }
        file.putInt(checksum(file.array(), file.position()));
        byte[] bytes = new byte[file.position()];
        file.get(0, bytes);
        return bytes;
    }

    private static int runs(FineMap map, Extent extent) {
        int count = 0;
        for (int i = map.nextChanged(extent, 0); i >= 0; count++) {
            i = map.nextChanged(extent, map.nextUnchanged(extent, i));
        }
        return count;
    }

    private static void runs(Writer out, FineMap map, Extent extent) {
        out.varint(runs(map, extent));
        int end = 0;
        for (int i = map.nextChanged(extent, 0); i >= 0; i = map.nextChanged(extent, end)) {
            int next = map.nextUnchanged(extent, i);
            out.varint(i - end).varint(next - i);
            end = next;
        }
    }

    private static int size(FineMap map, List<Extent> extents) {
        long size = FIXED + (long) extents.size() * EXTENT_FIXED;
        for (Extent extent : extents) {
            size += (long) RUN * runs(map, extent);
        }
        Check.that(size <= Integer.MAX_VALUE - 8, "a fine map fits in memory");
        return (int) size;
    }

    /**
     * Reads a file; refuses one that is damaged or belongs to something else.
     *
     * @param extentsMax extents that it may hold
     */
    public static FineMap read(ByteBuffer bytes, Belonging expected, int extentsMax)
            throws Refused {
        ByteBuffer file = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        var head = new Reader(file, false);
        int magic = head.i32("magic");
        int version = head.u16("version");
        int oldest = head.u16("oldest version understood");
        int end = file.limit() - 4;
        if (magic != MAGIC || end < 8 || file.getInt(end) != checksum(file, end)) {
            throw new Refused(Refusal.Reason.CHECKSUM, "the fine map is damaged");
        }
        if (version < OLDEST || oldest > VERSION) {
            throw new Refused(
                    oldest > VERSION ? Refusal.Reason.TOO_NEW : Refusal.Reason.TOO_OLD,
                    "a fine map of format %d, ours is %d".formatted(version, VERSION));
        }
        var in = new Reader(file.duplicate().limit(end).position(8), version > VERSION);
        FineMap map = content(in, expected, extentsMax);
        in.end("fine map");
        return map;
    }

    private static FineMap content(Reader in, Belonging expected, int extentsMax) throws Refused {
        int extentSize = in.count32("extent size", 1 << 30);
        int block = in.i32("block size");
        if (block != FineMap.BLOCK || extentSize == 0 || extentSize % block != 0) {
            throw in.malformed("sizes", extentSize + " and " + block, "a multiple of 4096, 4096");
        }
        var belonging = new Belonging(in.u64("data id"), in.ints("logs", LOGS_MAX));
        if (!belonging.equals(expected)) {
            throw new Refused(
                    Refusal.Reason.FOREIGN_MODULE,
                    "the fine map belongs to %s, expected %s".formatted(belonging, expected));
        }
        int count = in.count32("extents", extentsMax);
        var map = new FineMap(extentSize, extentsMax, new Extents());
        for (int i = 0; i < count; i++) {
            extent(in, map, extentSize / block);
        }
        return map;
    }

    private static void extent(Reader in, FineMap map, int blocks) throws Refused {
        FileId file = Fields.file(in);
        long extent = in.varint("extent");
        if (extent > (Long.MAX_VALUE - map.extentSize()) / map.extentSize()) {
            throw in.malformed("extent", "" + extent, "one below byte 2^63");
        }
        long count = in.varint("runs");
        long at = 0;
        if (count == 0 || count > blocks) {
            throw in.malformed("runs", "" + count, "1 to " + blocks);
        }
        for (long run = 0; run < count; run++) {
            long gap = in.varint("gap");
            long length = in.varint("run");
            if (gap > blocks - at || length == 0 || length > blocks - at - gap) {
                throw in.malformed("run", gap + "+" + length, "within " + blocks + " blocks");
            }
            at += gap;
            long from = extent * map.extentSize() + at * FineMap.BLOCK;
            map.written(file.number(), file.generation(), from, length * FineMap.BLOCK);
            at += length;
        }
    }

    private static int checksum(byte[] bytes, int length) {
        return checksum(ByteBuffer.wrap(bytes), length);
    }

    private static int checksum(ByteBuffer bytes, int length) {
        var crc = new CRC32C();
        crc.update(bytes.duplicate().limit(length).position(0));
        return (int) crc.getValue();
    }
}
