package safekit.core.generation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import safekit.core.bytes.Reader;
import safekit.core.bytes.Refusal;
import safekit.core.bytes.Refused;
import safekit.core.bytes.Writer;

/**
 * The durable file of a tuple: two slots of {@link #SLOT} bytes, written alternately, each with its
 * own checksum (docs/generations.md section 2, docs/protocol/files.md).
 *
 * <p>An even sequence number lives in slot 0, an odd one in slot 1, so the newest tuple is never
 * overwritten and a torn write costs only the tuple that was being written. The file is created
 * whole by {@link #fresh} under another name and renamed, hence a slot is never empty.
 */
public final class TupleSlots {
    /** Bytes of one slot. */
    public static final int SLOT = 4096;

    /** Version of the slot that is written. */
    public static final int VERSION = 1;

    private static final int OLDEST = 1;
    private static final int MAGIC = 0x54504B53; // "SKPT"
    private static final int HEADER = 20;

    private TupleSlots() {}

    /** What the two slots say. */
    public sealed interface Choice {}

    /**
     * The newest valid tuple.
     *
     * @param sequence its number; the next write takes the next one
     * @param warning what is wrong with the other slot, empty when nothing: usually a write that
     *     the end of the machine interrupted, so that nothing rested on it
     */
    public record Newest(long sequence, Tuple tuple, String warning) implements Choice {}

    /**
     * No tuple can be trusted; the sentence says why. The node must not serve by itself. So is a
     * slot that is whole but not understood (written by a newer version): the older slot must not
     * be used behind its back.
     */
    public record Unusable(String sentence) implements Choice {}

    /** Compares both slots. */
    public static Choice choose(byte[] slot0, byte[] slot1) {
        Slot a = slot(0, slot0);
        Slot b = slot(1, slot1);
        boolean lost = a.tuple == null && b.tuple == null;
        boolean notUnderstood = (a.tuple == null && a.whole) || (b.tuple == null && b.whole);
        if (lost || notUnderstood) {
            return new Unusable(join(a.problem, b.problem));
        }
        Slot newest = b.tuple == null || (a.tuple != null && a.sequence > b.sequence) ? a : b;
        if (newest.tuple == null) {
            return new Unusable("no slot holds a tuple");
        }
        return new Newest(newest.sequence, newest.tuple, join(a.problem, b.problem));
    }

    /** Byte offset in the file of the slot that takes this sequence number. */
    public static int offset(long sequence) {
        return (int) (sequence & 1) * SLOT;
    }

    /** The bytes of a slot, always {@link #SLOT} of them. */
    public static byte[] encode(long sequence, Tuple tuple) {
        var slot = ByteBuffer.allocate(SLOT).order(ByteOrder.LITTLE_ENDIAN);
        slot.position(HEADER);
        TupleCodec.write(new Writer(slot), tuple);
        int end = slot.position();
        slot.position(0);
        new Writer(slot).i32(MAGIC).u16(VERSION).u16(OLDEST).u64(sequence).i32(end - HEADER);
        slot.putInt(end, checksum(slot.array(), end));
        return slot.array();
    }

    /** The whole file at its creation; its newest sequence number is 2. */
    public static byte[] fresh(Tuple tuple) {
        var file = ByteBuffer.allocate(2 * SLOT);
        file.put(encode(2, tuple)).put(encode(1, tuple));
        return file.array();
    }

    /** One slot; {@code whole} = its checksum is right, so it is not a torn write. */
    private record Slot(long sequence, @Nullable Tuple tuple, boolean whole, String problem) {}

    private static Slot slot(int index, byte[] bytes) {
        boolean whole = false;
        try {
            int length = intactLength(bytes);
            whole = true;
            return decode(index, bytes, length);
        } catch (Refused refused) {
            String problem = "slot " + index + ": " + refused.refusal().sentence();
            return new Slot(0, null, whole, problem);
        }
    }

    private static int intactLength(byte[] bytes) throws Refused {
        var in = new Reader(ByteBuffer.wrap(bytes), false);
        int magic = in.i32("magic");
        in.exactly("versions and sequence number", 12);
        int length = in.count32("length", SLOT - HEADER - 4);
        in.exactly("tuple", length);
        if (magic != MAGIC || in.i32("checksum") != checksum(bytes, HEADER + length)) {
            throw new Refused(Refusal.Reason.CHECKSUM, "damaged, its checksum is wrong");
        }
        return length;
    }

    private static Slot decode(int index, byte[] bytes, int length) throws Refused {
        var header = new Reader(ByteBuffer.wrap(bytes, 4, HEADER - 4), false);
        int version = header.u16("version");
        int oldest = header.u16("oldest version understood");
        long sequence = header.u64("sequence");
        if (oldest > VERSION || version < OLDEST) {
            throw new Refused(
                    oldest > VERSION ? Refusal.Reason.TOO_NEW : Refusal.Reason.TOO_OLD,
                    "format version %d (understood from %d on), ours is %d"
                            .formatted(version, oldest, VERSION));
        }
        if (offset(sequence) != index * SLOT) {
            throw header.malformed("sequence number", "" + sequence, "one of this slot");
        }
        var body = new Reader(ByteBuffer.wrap(bytes, HEADER, length), version > VERSION);
        Tuple tuple = TupleCodec.read(body);
        body.end("slot");
        return new Slot(sequence, tuple, true, "");
    }

    private static int checksum(byte[] bytes, int length) {
        var crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    private static String join(String a, String b) {
        return a.isEmpty() ? b : b.isEmpty() ? a : a + "; " + b;
    }
}
