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
 * The file of an extent log (docs/protocol/files.md): a header of one sector, then batches, each
 * with its own length, number and checksum.
 *
 * <p>A batch is what one sync makes durable. The next one is written only after the sync of the one
 * before, so a valid batch behind an invalid one means damage, and an invalid last one a torn write
 * on which nothing rested. Bytes once durable are never written again.
 */
public final class ExtentLog {
    /** Bytes of the header. */
    public static final int HEADER = 512;

    /** Bytes of a batch, at most. */
    public static final int BATCH_MAX = 1 << 20;

    /** Bytes that one fact needs in a batch, at most. */
    public static final int FACT_MAX = 1 + 12 + 12 + 2 + Name.MAX;

    /** Version of the format that is written. */
    public static final int VERSION = 1;

    static final int BATCH_HEADER = 16;

    private static final int OLDEST = 1;
    private static final int MAGIC = 0x4C584B53; // "SKXL"
    private static final int HEADER_FIELDS = 24;
    private static final int CRC_AT = 12;

    private ExtentLog() {}

    /**
     * What a log belongs to.
     *
     * @param log its number in the tuple
     * @param extentSize bytes of an extent in it
     * @param dataId id of the data when it was begun
     */
    public record Header(int log, int extentSize, long dataId) {}

    /** How the content of a file ends. */
    public enum Ending {
        /** Nothing but zeros behind the last batch. */
        COMPLETE,
        /** A batch that was being written; what is before it counts. */
        TORN,
        /** A batch in the middle is lost: the log is not complete. */
        DAMAGED
    }

    /**
     * A log that was read.
     *
     * @param extents all facts; everything when the file is damaged
     * @param length bytes up to the end of the last good batch
     * @param sequence number of the next batch
     * @param sentence what is wrong and where, empty when nothing is
     */
    public record Contents(
            Header header,
            Extents extents,
            int length,
            int sequence,
            Ending ending,
            String sentence) {}

    /** Writes {@link #HEADER} bytes. */
    public static void header(ByteBuffer out, Header header) {
        int start = out.position();
        var writer = new Writer(out).i32(MAGIC).u16(VERSION).u16(OLDEST);
        writer.i32(header.log).i32(header.extentSize).u64(header.dataId);
        out.putInt(checksum(out, start, HEADER_FIELDS));
        while (out.position() < start + HEADER) {
            out.put((byte) 0);
        }
    }

    /**
     * Writes one batch.
     *
     * @param sequence from 1, without gaps
     */
    public static void batch(ByteBuffer out, int log, int sequence, List<LogRecord> facts) {
        Check.that(!facts.isEmpty(), "a batch holds a fact");
        int start = out.position();
        var writer = new Writer(out).i32(0).i32(log).i32(sequence).i32(0);
        for (LogRecord fact : facts) {
            LogRecordCodec.write(writer, fact);
        }
        while ((out.position() - start) % 8 != 0) {
            out.put((byte) 0);
        }
        int length = out.position() - start;
        Check.that(length <= BATCH_MAX, "a batch is within its limit");
        out.putInt(start, length);
        out.putInt(start + CRC_AT, batchChecksum(out, start, length));
    }

    /**
     * Reads a file between the buffer's position and limit.
     *
     * @param factsMax facts beyond which it means everything
     */
    public static Contents read(ByteBuffer bytes, int factsMax) throws Refused {
        ByteBuffer file = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        var in = new Reader(file, false);
        Header header = readHeader(file, in);
        boolean newer = Short.toUnsignedInt(file.getShort(4)) > VERSION;
        var extents = new Extents();
        int at = HEADER;
        int sequence = 1;
        while (valid(file, at, header.log, sequence)) {
            int length = file.getInt(at);
            ByteBuffer facts = file.duplicate().limit(at + length).position(at + BATCH_HEADER);
            LogRecordCodec.readAll(new Reader(facts, newer), extents, factsMax);
            at += length;
            sequence++;
        }
        return ended(file, header, extents, at, sequence);
    }

    private static Contents ended(
            ByteBuffer file, Header header, Extents extents, int at, int sequence) {
        int stray = -1;
        for (int i = at; i < file.limit() && stray < 0; i++) {
            stray = file.get(i) != 0 ? i : -1;
        }
        if (stray < 0) {
            return new Contents(header, extents, at, sequence, Ending.COMPLETE, "");
        }
        for (int i = at + 8; i <= file.limit() - BATCH_HEADER; i += 8) {
            if (file.getInt(i + 8) - sequence > 0
                    && valid(file, i, header.log, file.getInt(i + 8))) {
                extents.addEverything();
                String sentence =
                        "log %d is damaged at byte %d: batch %d is lost, batch %d is there"
                                .formatted(header.log, at, sequence, file.getInt(i + 8));
                return new Contents(header, extents, at, sequence, Ending.DAMAGED, sentence);
            }
        }
        String sentence =
                "log %d ends at byte %d with an unfinished batch".formatted(header.log, at);
        return new Contents(header, extents, at, sequence, Ending.TORN, sentence);
    }

    private static Header readHeader(ByteBuffer file, Reader in) throws Refused {
        int magic = in.i32("magic");
        int version = in.u16("version");
        int oldest = in.u16("oldest version understood");
        var header = new Header(in.i32("log"), in.i32("extent size"), in.u64("data id"));
        int crc = in.i32("checksum");
        in.exactly("header", HEADER - HEADER_FIELDS - 4);
        if (magic != MAGIC || crc != checksum(file, 0, HEADER_FIELDS)) {
            throw new Refused(Refusal.Reason.CHECKSUM, "the header of an extent log is damaged");
        }
        if (version < OLDEST || oldest > VERSION) {
            throw new Refused(
                    oldest > VERSION ? Refusal.Reason.TOO_NEW : Refusal.Reason.TOO_OLD,
                    "an extent log of format %d (understood from %d on), ours is %d"
                            .formatted(version, oldest, VERSION));
        }
        if (header.extentSize <= 0 || header.extentSize % FineMap.BLOCK != 0) {
            throw in.malformed("extent size", "" + header.extentSize, "a multiple of 4096");
        }
        return header;
    }

    private static boolean valid(ByteBuffer file, int at, int log, int sequence) {
        if (file.limit() - at < BATCH_HEADER) {
            return false;
        }
        int length = file.getInt(at);
        return length > BATCH_HEADER
                && length <= BATCH_MAX
                && length % 8 == 0
                && length <= file.limit() - at
                && file.getInt(at + 4) == log
                && file.getInt(at + 8) == sequence
                && file.getInt(at + CRC_AT) == batchChecksum(file, at, length);
    }

    private static int batchChecksum(ByteBuffer bytes, int at, int length) {
        var crc = new CRC32C();
        crc.update(bytes.duplicate().limit(at + CRC_AT).position(at));
        crc.update(bytes.duplicate().limit(at + length).position(at + BATCH_HEADER));
        return (int) crc.getValue();
    }

    private static int checksum(ByteBuffer bytes, int at, int length) {
        var crc = new CRC32C();
        crc.update(bytes.duplicate().limit(at + length).position(at));
        return (int) crc.getValue();
    }
}
