package safekit.core.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import safekit.core.base.Check;

/**
 * Writes frames of one direction of a stream (docs/protocol/stream.md). Allocates nothing unless it
 * seals. Not thread-safe: frames of one direction are written one after the other.
 */
public final class FrameWriter {
    /** Bytes before the payload. */
    public static final int HEADER = 24;

    static final int MARKER = 0x4B53; // "SK"

    private final CRC32C crc = new CRC32C();
    private Protection protection = Protection.CHECKSUM;
    private FrameSeal seal = FrameSeal.NONE;
    private int start;

    /** Greetings are protected by a checksum. */
    public FrameWriter() {}

    /** After both greetings: how frames are protected from now on. */
    public void protect(Protection agreed, FrameSeal frameSeal) {
        Check.that(
                (agreed == Protection.SEALED) == (frameSeal != FrameSeal.NONE),
                "a seal is given exactly where frames are sealed");
        protection = agreed;
        seal = frameSeal;
    }

    /**
     * Begins a frame at the buffer's position; its payload is put behind.
     *
     * @param session the session it is bound to, 0 = none yet
     * @param sequence number of the first operation, else 0
     */
    public void begin(ByteBuffer out, FrameType type, long session, long sequence) {
        Check.that(session != 0 || !type.bound(), "operations travel in a session");
        out.order(ByteOrder.LITTLE_ENDIAN);
        start = out.position();
        out.putInt(0);
        out.putShort((short) MARKER);
        out.put((byte) type.code());
        out.put((byte) 0);
        out.putLong(session);
        out.putLong(sequence);
    }

    /** Bytes of the payload so far. */
    public int payload(ByteBuffer out) {
        return out.position() - start - HEADER;
    }

    /** Ends the frame: its length and trailer are written, the position is behind it. */
    public void end(ByteBuffer out) {
        int end = out.position();
        length(out, end - start);
        if (protection == Protection.SEALED) {
            seal.seal(out, start, start + HEADER, end);
        } else if (protection == Protection.CHECKSUM) {
            crc.reset();
            update(out, start, end);
            out.putInt((int) crc.getValue());
        }
    }

    /**
     * Ends a frame whose last bytes are in another buffer, between its position and limit, so that
     * a socket can gather: {@code out} up to the returned position, then {@code data}, then the
     * rest of {@code out}. Not for sealed frames.
     */
    public int endAround(ByteBuffer out, ByteBuffer data) {
        Check.that(protection != Protection.SEALED, "a sealed frame is in one piece");
        int split = out.position();
        length(out, split - start + data.remaining());
        if (protection == Protection.CHECKSUM) {
            crc.reset();
            update(out, start, split);
            int from = data.position();
            crc.update(data);
            data.position(from);
            out.putInt((int) crc.getValue());
        }
        return split;
    }

    private void length(ByteBuffer out, int withHeader) {
        int length = withHeader - 4 + protection.trailer();
        Check.that(length <= Limits.FRAME, "a frame is within its limit");
        out.putInt(start, length);
    }

    private void update(ByteBuffer out, int from, int to) {
        int limit = out.limit();
        int position = out.position();
        out.limit(to).position(from);
        crc.update(out);
        out.limit(limit).position(position);
    }
}
