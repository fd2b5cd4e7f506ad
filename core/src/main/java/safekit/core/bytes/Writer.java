package safekit.core.bytes;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import safekit.core.base.Check;

/**
 * Writes typed fields, little endian, at the position of the caller's buffer, whose byte order it
 * sets. A value beyond its limit is a broken invariant. Not thread-safe.
 */
public final class Writer {
    private final ByteBuffer buffer;

    /** Writes from the position on. */
    public Writer(ByteBuffer buffer) {
        this.buffer = buffer.order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Where the next byte goes. */
    public int position() {
        return buffer.position();
    }

    /** 0 to 255. */
    public Writer u8(int value) {
        Check.that(value >= 0 && value <= 0xff, "a byte field is between 0 and 255");
        buffer.put((byte) value);
        return this;
    }

    /** 0 to 65535. */
    public Writer u16(int value) {
        Check.that(value >= 0 && value <= 0xffff, "a 16-bit field is between 0 and 65535");
        buffer.putShort((short) value);
        return this;
    }

    /** Any 32 bits. */
    public Writer i32(int value) {
        buffer.putInt(value);
        return this;
    }

    /** Any 64 bits. */
    public Writer u64(long value) {
        buffer.putLong(value);
        return this;
    }

    /** See {@link Reader#varint}. */
    public Writer varint(long value) {
        Check.that(value >= 0, "a varint is not negative");
        long rest = value;
        while (rest >= 0x80) {
            buffer.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        buffer.put((byte) rest);
        return this;
    }

    /** 0 or 1. */
    public Writer flag(boolean value) {
        buffer.put((byte) (value ? 1 : 0));
        return this;
    }

    /**
     * The position of a constant in its enum: such enums grow at their end only (a test pins it).
     */
    @SuppressWarnings("EnumOrdinal")
    public Writer code(Enum<?> value) {
        return u8(value.ordinal());
    }

    /** A 16-bit length, then bytes. */
    public Writer bytes16(byte[] bytes, int max) {
        Check.that(bytes.length <= max, "a byte field is within its limit");
        u16(bytes.length);
        buffer.put(bytes);
        return this;
    }

    /** A 32-bit length, then bytes. */
    public Writer bytes32(byte[] bytes, int max) {
        Check.that(bytes.length <= max, "a byte field is within its limit");
        i32(bytes.length);
        buffer.put(bytes);
        return this;
    }

    /** Bytes without a length. */
    public Writer raw(byte[] bytes) {
        buffer.put(bytes);
        return this;
    }

    /** A 16-bit length in bytes, then UTF-8. */
    public Writer text(String text, int maxBytes) {
        return bytes16(text.getBytes(StandardCharsets.UTF_8), maxBytes);
    }

    /** An 8-bit count, then 64-bit numbers. */
    public Writer longs(List<Long> values, int max) {
        Check.that(values.size() <= max, "a list of numbers is within its limit");
        u8(values.size());
        for (long value : values) {
            u64(value);
        }
        return this;
    }

    /** An 8-bit count, then 32-bit numbers. */
    public Writer ints(List<Integer> values, int max) {
        Check.that(values.size() <= max, "a list of numbers is within its limit");
        u8(values.size());
        for (int value : values) {
            i32(value);
        }
        return this;
    }

    /** Leaves room for the 16-bit length of a nested record; give the answer to {@link #end16}. */
    public int begin16() {
        int at = buffer.position();
        buffer.putShort((short) 0);
        return at;
    }

    /** Ends the nested record that began there. */
    public void end16(int at) {
        int length = buffer.position() - at - 2;
        Check.that(length <= 0xffff, "a nested record is at most 65535 bytes");
        buffer.putShort(at, (short) length);
    }
}
