package safekit.core.local;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of the bytes of one connection, in whatever pieces they arrive. Holds at most one
 * message and the piece that was added last. Not thread-safe; useless after it refused something.
 */
public final class LocalDecoder {
    private ByteBuffer pending = ByteBuffer.allocate(0);

    /** Nothing has arrived yet. */
    public LocalDecoder() {}

    /** Takes all remaining bytes of the piece. */
    public void add(ByteBuffer piece) {
        ByteBuffer joined = ByteBuffer.allocate(pending.remaining() + piece.remaining());
        pending = joined.put(pending).put(piece).flip();
    }

    /** The next complete message, or null when bytes are missing. */
    public @Nullable LocalMessage next() throws BadLocalMessage {
        if (pending.remaining() < LocalCodec.HEADER_BYTES) {
            return null;
        }
        int start = pending.position();
        int version = pending.get(start);
        if (version != LocalCodec.VERSION) {
            throw new BadLocalMessage(
                    "a message of version %d, expected %d".formatted(version, LocalCodec.VERSION));
        }
        int length = pending.getInt(start + 2);
        if (length < 0 || length > LocalCodec.LARGEST_BODY) {
            throw new BadLocalMessage(
                    "a message of %d bytes, at most %d".formatted(length, LocalCodec.LARGEST_BODY));
        }
        if (pending.remaining() < LocalCodec.HEADER_BYTES + length) {
            return null;
        }
        ByteBuffer body = pending.slice(start + LocalCodec.HEADER_BYTES, length);
        pending.position(start + LocalCodec.HEADER_BYTES + length);
        return LocalCodec.decode(pending.get(start + 1), body);
    }

    /** Whether a message has begun and not ended. */
    public boolean isInsideMessage() {
        return pending.hasRemaining();
    }
}
