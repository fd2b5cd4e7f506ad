package safekit.core.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import safekit.core.base.Check;

/**
 * Writes frames of one direction of a stream (docs/protocol/stream.md) into buffers that lie in
 * arrays. Not thread-safe: frames of one direction are written one after the other, and guarded one
 * after the other.
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
        int first = start;
        close(out);
        int _ = guard(out, first);
    }

    /**
     * Ends the frame, but leaves its trailer empty: {@link #guard} fills it before the frame is
     * sent, in the order in which frames are sent.
     */
    public void close(ByteBuffer out) {
        length(out, out.position() - start);
        out.position(out.position() + protection.trailer());
    }

    /**
     * Seals or sums the closed frame that begins at this position; the position of the buffer stays
     * as it is. May run on another thread than {@link #begin} and {@link #close}.
     *
     * @return where the frame ends
     */
    public int guard(ByteBuffer out, int frame) {
        int behind = frame + 4 + out.getInt(frame);
        int end = behind - protection.trailer();
        if (protection == Protection.SEALED) {
            seal.seal(out, frame, frame + HEADER, end);
        } else if (protection == Protection.CHECKSUM) {
            crc.reset();
            update(out, frame, end);
            out.putInt(end, (int) crc.getValue());
        }
        return behind;
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
