package safekit.node.replication;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;

/**
 * Little-endian buffers in arrays that are used again; what is kept is bounded, what is handed out
 * is the business of who takes it. Thread-safe.
 */
final class Buffers {
    /** Bytes of a usual buffer. */
    static final int USUAL = 256 << 10;

    private final int most;
    private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();
    private int kept;

    /** Keeps buffers of at most so many bytes together. */
    Buffers(int most) {
        this.most = most;
    }

    /** An empty buffer with at least this room. */
    synchronized ByteBuffer take(int room) {
        ByteBuffer last = free.peekLast();
        if (last != null && last.capacity() >= room) {
            kept -= last.capacity();
            return free.removeLast().clear();
        }
        int bytes = Math.max(USUAL, Math.ceilDiv(room, USUAL) * USUAL);
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Takes back a buffer that nobody looks into any more. */
    synchronized void give(ByteBuffer buffer) {
        if (kept + buffer.capacity() <= most) {
            kept += buffer.capacity();
            free.addLast(buffer);
        }
    }
}
