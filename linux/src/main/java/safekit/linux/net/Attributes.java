package safekit.linux.net;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The attributes (type, length, value) of a netlink message, integers in the host's order. */
final class Attributes {
    private static final int HEADER = 4;

    /** Bits of a type that say how the value is coded, not what it is. */
    private static final int TYPE_MASK = 0x3FFF;

    private final Map<Integer, byte[]> values = new TreeMap<>();

    Attributes() {}

    /** The attributes from {@code offset} of {@code payload} to its end. */
    static Attributes read(ByteBuffer payload, int offset) {
        var attributes = new Attributes();
        int position = offset;
        while (position + HEADER <= payload.limit()) {
            int length = Short.toUnsignedInt(payload.getShort(position));
            int type = payload.getShort(position + 2) & TYPE_MASK;
            if (length < HEADER || position + length > payload.limit()) {
                break;
            }
            var value = new byte[length - HEADER];
            payload.get(position + HEADER, value);
            attributes.values.put(type, value);
            position += aligned(length);
        }
        return attributes;
    }

    Attributes put(int type, byte[] value) {
        values.put(type, value);
        return this;
    }

    Attributes put(int type, int value) {
        var bytes = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(value);
        return put(type, bytes.array());
    }

    Attributes put(int type, String text) {
        return put(type, (text + '\0').getBytes(StandardCharsets.UTF_8));
    }

    Attributes remove(int type) {
        values.remove(type);
        return this;
    }

    byte @Nullable [] bytes(int type) {
        return values.get(type);
    }

    /** A 32-bit value, or {@code otherwise} when it is absent. */
    int integer(int type, int otherwise) {
        byte[] value = values.get(type);
        return value == null || value.length < 4
                ? otherwise
                : ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getInt();
    }

    /** An 8-bit value, or {@code otherwise} when it is absent. */
    int octet(int type, int otherwise) {
        byte[] value = values.get(type);
        return value == null || value.length < 1 ? otherwise : value[0] & 0xFF;
    }

    /** A text without its final zero, or the empty text when it is absent. */
    String text(int type) {
        byte[] value = values.get(type);
        return value == null || value.length == 0
                ? ""
                : new String(value, 0, value.length - 1, StandardCharsets.UTF_8);
    }

    void write(ByteBuffer target) {
        values.forEach(
                (type, value) -> {
                    int start = target.position();
                    int length = HEADER + value.length;
                    target.putShort((short) length).putShort((short) (int) type).put(value);
                    target.position(start + aligned(length));
                });
    }

    private static int aligned(int length) {
        return (length + 3) & ~3;
    }
}
