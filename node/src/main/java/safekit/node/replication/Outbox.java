package safekit.node.replication;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import safekit.core.replication.FileId;
import safekit.core.wire.AckCodec;
import safekit.core.wire.FrameType;
import safekit.core.wire.FrameWriter;
import safekit.core.wire.WriteCodec;

/**
 * Frames that wait to be sent, built where they will be sealed: operations that follow each other
 * share a frame, frames share a buffer. A write or an acknowledgement allocates nothing. Putting
 * never blocks; who puts much asks {@link #full} first. Thread-safe, but one thread at a time
 * takes.
 */
final class Outbox {
    private static final int ROOM = 16 << 20;
    private static final int BUSY = ROOM / 4;
    private static final int KEPT = 4 << 20;

    /** Behind each payload, whatever guards the frame. */
    private static final int TRAILER = 16;

    private static final int ACK_BYTES = 18;
    private static final long[] NO_SEQUENCES = {};
    private static final int[] NO_ERRORS = {};

    private final FrameWriter writer;
    private final int packet;
    private final Buffers buffers = new Buffers(KEPT);
    private final ArrayDeque<ByteBuffer> whole = new ArrayDeque<>();
    private @Nullable ByteBuffer filling;

    /** The frame at the end is not closed yet: these operations of this session may follow. */
    private boolean open;

    private long openSession;
    private long openNext;

    /** Bytes of all frames here, closed or not. */
    private volatile long queued;

    private boolean wasFull;
    private boolean wasBusy;
    private boolean closed;

    /**
     * An empty one.
     *
     * @param packet bytes of payload from which on a frame takes no further operation
     */
    Outbox(FrameWriter writer, int packet) {
        this.writer = writer;
        this.packet = packet;
    }

    /** Puts a payload; operations must be numbered without a gap. */
    synchronized void put(FrameType type, long session, long sequence, ByteBuffer payload) {
        if (!closed) {
            int bytes = payload.remaining();
            room(type, session, sequence, bytes).put(payload);
            grown(bytes);
        }
    }

    /** Puts a write; its data are copied. */
    synchronized void write(
            long session,
            long sequence,
            FileId file,
            long offset,
            long seconds,
            int nanos,
            MemorySegment data,
            int length) {
        if (closed) {
            return;
        }
        int bytes = WriteCodec.HEADER + length;
        ByteBuffer out = room(FrameType.OPERATIONS, session, sequence, bytes);
        WriteCodec.header(
                out, file.number(), file.generation(), offset, seconds, nanos, false, length);
        int at = out.arrayOffset() + out.position();
        MemorySegment.copy(data, ValueLayout.JAVA_BYTE, 0, out.array(), at, length);
        out.position(out.position() + length);
        grown(bytes);
    }

    /** Puts an acknowledgement. */
    synchronized void acknowledge(long session, long received, long applied) {
        if (!closed) {
            ByteBuffer out = room(FrameType.ACK, session, 0, ACK_BYTES);
            AckCodec.write(out, received, applied, NO_SEQUENCES, NO_ERRORS);
            grown(ACK_BYTES);
        }
    }

    private ByteBuffer room(FrameType type, long session, long sequence, int bytes) {
        ByteBuffer out = filling;
        boolean operation = type == FrameType.OPERATIONS;
        boolean joins = open && operation && session == openSession && sequence == openNext;
        if (out != null && joins && fits(out, bytes)) {
            openNext++;
            return out;
        }
        closeFrame();
        int needed = FrameWriter.HEADER + bytes + TRAILER;
        if (out != null && out.remaining() < needed) {
            whole.add(out);
            out = null;
        }
        if (out == null) {
            out = buffers.take(needed);
            filling = out;
        }
        writer.begin(out, type, session, sequence);
        grown(FrameWriter.HEADER);
        open = true;
        openSession = session;
        openNext = operation ? sequence + 1 : 0;
        return out;
    }

    private boolean fits(ByteBuffer out, int bytes) {
        return out.remaining() >= bytes + TRAILER && writer.payload(out) + bytes <= packet;
    }

    private void closeFrame() {
        ByteBuffer out = filling;
        if (open && out != null) {
            int end = out.position();
            writer.close(out);
            grown(out.position() - end);
        }
        open = false;
    }

    private synchronized void grown(int bytes) {
        queued += bytes;
        wasFull |= queued > ROOM;
        wasBusy |= queued > BUSY;
    }

    /** The oldest frames, not guarded yet, between position and limit; null when there are none. */
    synchronized @Nullable ByteBuffer take() {
        ByteBuffer last = filling;
        if (whole.isEmpty() && last != null) {
            closeFrame();
            whole.add(last);
            filling = null;
        }
        ByteBuffer oldest = whole.poll();
        if (oldest != null) {
            oldest.flip();
            queued -= oldest.remaining();
        }
        return oldest;
    }

    /** What {@link #take} gave is sent: whether who waited for room is to be told. */
    synchronized boolean sent(ByteBuffer buffer) {
        buffers.give(buffer);
        boolean room = wasFull && queued <= ROOM / 2;
        boolean idle = wasBusy && queued <= BUSY / 2;
        wasFull &= !room;
        wasBusy &= !idle;
        return room || idle;
    }

    /** Bytes that wait. */
    long queued() {
        return queued;
    }

    /** Whether who can wait should wait. */
    boolean full() {
        return queued > ROOM;
    }

    /** Whether so much waits that more should only come from who must not wait. */
    boolean busy() {
        return queued > BUSY;
    }

    /** Forgets what waits; from now on nothing is taken. */
    synchronized void close() {
        closed = true;
        whole.clear();
        filling = null;
        open = false;
        queued = 0;
    }
}
