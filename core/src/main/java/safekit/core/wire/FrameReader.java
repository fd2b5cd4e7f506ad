package safekit.core.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import safekit.core.base.Check;
import safekit.core.bytes.Refusal;
import safekit.core.bytes.Refused;

/**
 * Finds the frames of one direction of a stream in a buffer, in place. Allocates nothing unless
 * frames are sealed. Not thread-safe.
 */
public final class FrameReader {
    private final CRC32C crc = new CRC32C();
    private Protection protection = Protection.CHECKSUM;
    private FrameSeal seal = FrameSeal.NONE;
    private long session;
    private boolean newer;
    private FrameType type = FrameType.NONE;
    private long frameSession;
    private long sequence;
    private int from;
    private int to;

    /** Greetings are protected by a checksum. */
    public FrameReader() {}

    /**
     * After both greetings: how frames are protected from now on.
     *
     * @param fromNewer whether a newer version writes them
     */
    public void protect(Protection agreed, FrameSeal frameSeal, boolean fromNewer) {
        Check.that(
                (agreed == Protection.SEALED) == (frameSeal != FrameSeal.NONE),
                "a seal is given exactly where frames are sealed");
        protection = agreed;
        seal = frameSeal;
        newer = fromNewer;
    }

    /** From now on only frames of this session are taken; 0 = none, outside a session. */
    public void bind(long newSession) {
        session = newSession;
    }

    /**
     * Takes the next whole frame between the buffer's position and limit and moves behind it. A
     * frame of another session is refused and skipped: {@link #next} may be called again. After any
     * other refusal the stream is of no use.
     *
     * @return false when the frame is not complete yet; nothing moved
     */
    public boolean next(ByteBuffer in) throws Refused {
        in.order(ByteOrder.LITTLE_ENDIAN);
        int start = in.position();
        if (in.remaining() < 4) {
            return false;
        }
        int length = in.getInt(start);
        int least = FrameWriter.HEADER - 4 + protection.trailer();
        if (length < least || length > Limits.FRAME) {
            throw new Refused(
                    Refusal.Reason.MALFORMED,
                    "a frame of %s bytes, expected %d to %d"
                            .formatted(Integer.toUnsignedString(length), least, Limits.FRAME));
        }
        if (in.remaining() >= 6 && in.getShort(start + 4) != FrameWriter.MARKER) {
            throw new Refused(Refusal.Reason.NOT_OURS, "a frame without our mark");
        }
        if (in.remaining() < 4 + length) {
            return false;
        }
        from = start + FrameWriter.HEADER;
        to = start + 4 + length - protection.trailer();
        verify(in, start);
        header(in, start);
        in.position(start + 4 + length);
        check();
        return true;
    }

    private void verify(ByteBuffer in, int start) throws Refused {
        if (protection == Protection.SEALED) {
            seal.open(in, start, from, to + Sealer.TAG);
        } else if (protection == Protection.CHECKSUM) {
            int limit = in.limit();
            in.limit(to).position(start);
            crc.reset();
            crc.update(in);
            in.limit(limit).position(start);
            if (in.getInt(to) != (int) crc.getValue()) {
                throw new Refused(Refusal.Reason.CHECKSUM, "the checksum of a frame is wrong");
            }
        }
    }

    private void header(ByteBuffer in, int start) throws Refused {
        int code = in.get(start + 6) & 0xff;
        int flags = in.get(start + 7) & 0xff;
        type = FrameType.of(code);
        frameSession = in.getLong(start + 8);
        sequence = in.getLong(start + 16);
        if (type == FrameType.NONE || (flags != 0 && !newer)) {
            throw new Refused(
                    Refusal.Reason.MALFORMED,
                    "a frame of type %d with flags %d".formatted(code, flags));
        }
        if (sequence < 0) {
            throw new Refused(Refusal.Reason.MALFORMED, "a frame with a negative sequence");
        }
    }

    private void check() throws Refused {
        boolean free = !type.bound() && frameSession == 0;
        if (!free && (session == 0 || frameSession != session)) {
            throw new Refused(
                    Refusal.Reason.WRONG_SESSION,
                    "a frame of session %016x, here is %016x".formatted(frameSession, session));
        }
    }

    /** What the frame carries. */
    public FrameType type() {
        return type;
    }

    /** The session it is bound to, 0 = none. */
    public long session() {
        return frameSession;
    }

    /** Number of its first operation. */
    public long sequence() {
        return sequence;
    }

    /** Where its payload begins in the buffer. */
    public int from() {
        return from;
    }

    /** Where its payload ends in the buffer. */
    public int to() {
        return to;
    }

    /** Whether a newer version wrote it. */
    public boolean newer() {
        return newer;
    }
}
