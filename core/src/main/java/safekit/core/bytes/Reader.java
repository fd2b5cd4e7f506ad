package safekit.core.bytes;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads typed fields, little endian. Works on a view: the position of the caller's buffer does not
 * move. Not thread-safe.
 */
public final class Reader {
    private final ByteBuffer buffer;
    private final boolean newer;

    /**
     * Reads from the position to the limit.
     *
     * @param newer whether a newer version wrote it, so that fields unknown to us may follow ours
     */
    public Reader(ByteBuffer bytes, boolean newer) {
        this.buffer = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        this.newer = newer;
    }

    /** Bytes not yet read. */
    public int remaining() {
        return buffer.remaining();
    }

    /** Position in the caller's buffer. */
    public int position() {
        return buffer.position();
    }

    /** Whether a newer version wrote what is read. */
    public boolean newer() {
        return newer;
    }

    /** 0 to 255. */
    public int u8(String field) throws Refused {
        need(1, field);
        return buffer.get() & 0xff;
    }

    /** 0 to 65535. */
    public int u16(String field) throws Refused {
        need(2, field);
        return buffer.getShort() & 0xffff;
    }

    /** Any 32 bits. */
    public int i32(String field) throws Refused {
        need(4, field);
        return buffer.getInt();
    }

    /** A count or length from 0 to {@code max}. */
    public int count32(String field, int max) throws Refused {
        int value = i32(field);
        if (value < 0 || value > max) {
            throw malformed(field, Integer.toUnsignedString(value), "at most " + max);
        }
        return value;
    }

    /** Any 64 bits. */
    public long u64(String field) throws Refused {
        need(8, field);
        return buffer.getLong();
    }

    /** A 64-bit number that is not negative. */
    public long positive64(String field) throws Refused {
        long value = u64(field);
        if (value < 0) {
            throw malformed(field, Long.toUnsignedString(value), "below 2^63");
        }
        return value;
    }

    /** 7 bits per byte, least significant first; not negative, at most 9 bytes. */
    public long varint(String field) throws Refused {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int next = u8(field);
            value |= (next & 0x7fL) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw malformed(field, "more than 9 bytes", "a number below 2^63");
    }

    /** Exactly 0 or 1. */
    public boolean flag(String field) throws Refused {
        int value = u8(field);
        if (value > 1) {
            throw malformed(field, Integer.toString(value), "0 or 1");
        }
        return value == 1;
    }

    /** Bits of which only those in {@code known} may be set, unless a newer version wrote them. */
    public int bits16(String field, int known) throws Refused {
        int value = u16(field);
        if ((value & ~known) != 0 && !newer) {
            throw malformed(field, Integer.toHexString(value), "bits of " + hex(known));
        }
        return value & known;
    }

    /** Like {@link #bits16} in one byte. */
    public int bits8(String field, int known) throws Refused {
        int value = u8(field);
        if ((value & ~known) != 0 && !newer) {
            throw malformed(field, Integer.toHexString(value), "bits of " + hex(known));
        }
        return value & known;
    }

    /** One byte that is a position in {@code values}. */
    public <E> E oneOf(String field, E[] values) throws Refused {
        int code = u8(field);
        if (code >= values.length) {
            throw malformed(field, Integer.toString(code), "at most " + (values.length - 1));
        }
        return values[code];
    }

    /** A 16-bit length, then bytes. */
    public byte[] bytes16(String field, int max) throws Refused {
        return take(field, u16(field), max);
    }

    /** A 32-bit length, then bytes. */
    public byte[] bytes32(String field, int max) throws Refused {
        return take(field, count32(field, max), max);
    }

    /** As many bytes as said. */
    public byte[] exactly(String field, int length) throws Refused {
        return take(field, length, length);
    }

    /** A 16-bit length in bytes, then valid UTF-8. */
    public String text(String field, int maxBytes) throws Refused {
        byte[] bytes = bytes16(field, maxBytes);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw malformed(field, "bytes that are not UTF-8", "text");
        }
    }

    /** An 8-bit count, then that many 64-bit numbers. */
    public List<Long> longs(String field, int max) throws Refused {
        int count = counted(field, max, 8);
        var values = new ArrayList<Long>(count);
        for (int i = 0; i < count; i++) {
            values.add(u64(field));
        }
        return values;
    }

    /** An 8-bit count, then that many 32-bit numbers. */
    public List<Integer> ints(String field, int max) throws Refused {
        int count = counted(field, max, 4);
        var values = new ArrayList<Integer>(count);
        for (int i = 0; i < count; i++) {
            values.add(i32(field));
        }
        return values;
    }

    /** A 16-bit length, then a nested record; its own {@link #end} allows for newer fields. */
    public Reader block(String field, int max) throws Refused {
        int length = u16(field);
        if (length > max) {
            throw malformed(field, length + " bytes", "at most " + max);
        }
        return part(field, length);
    }

    /** The next bytes as a reader of their own. */
    public Reader part(String field, int length) throws Refused {
        need(length, field);
        ByteBuffer inner = buffer.duplicate();
        inner.limit(inner.position() + length);
        buffer.position(buffer.position() + length);
        return new Reader(inner, newer);
    }

    /** All known fields are read: only a newer version may have written more. */
    public void end(String record) throws Refused {
        if (buffer.hasRemaining() && !newer) {
            throw malformed(record, buffer.remaining() + " more bytes", "its end");
        }
    }

    /** A refusal that names the position, the field, what was found and what was expected. */
    public Refused malformed(String field, String found, String expected) {
        return new Refused(
                Refusal.Reason.MALFORMED,
                "before byte %d: %s is %s, expected %s"
                        .formatted(buffer.position(), field, found, expected));
    }

    private int counted(String field, int max, int size) throws Refused {
        int count = u8(field);
        if (count > max) {
            throw malformed(field, count + " entries", "at most " + max);
        }
        need(count * size, field);
        return count;
    }

    private byte[] take(String field, int length, int max) throws Refused {
        if (length > max) {
            throw malformed(field, length + " bytes", "at most " + max);
        }
        need(length, field);
        var bytes = new byte[length];
        buffer.get(bytes);
        return bytes;
    }

    private void need(int count, String field) throws Refused {
        if (buffer.remaining() < count) {
            throw new Refused(
                    Refusal.Reason.TRUNCATED,
                    "at byte %d: %s needs %d bytes, %d are left"
                            .formatted(buffer.position(), field, count, buffer.remaining()));
        }
    }

    private static String hex(int bits) {
        return Integer.toHexString(bits);
    }
}
