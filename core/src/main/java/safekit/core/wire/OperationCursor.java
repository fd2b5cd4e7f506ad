package safekit.core.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import safekit.core.bytes.Bytes;
import safekit.core.bytes.Reader;
import safekit.core.bytes.Refusal;
import safekit.core.bytes.Refused;
import safekit.core.replication.FileId;
import safekit.core.replication.Moment;
import safekit.core.replication.Operation;

/**
 * Walks through the operations of one frame in place. A write is read with {@link WriteCodec}, a
 * copy with {@link CopyCodec}, at {@link #at}, nothing allocated; others with {@link #operation}.
 * Not thread-safe.
 */
public final class OperationCursor {
    static final int HEADER = 8;

    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private boolean newer;
    private int at;
    private int next;
    private int end;
    private Opcode opcode = Opcode.NONE;

    /** At the end of nothing, until {@link #reset}. */
    public OperationCursor() {}

    /**
     * Starts over: operations lie between these positions of a little-endian buffer.
     *
     * @param fromNewer whether a newer version wrote them
     */
    public void reset(ByteBuffer bytes, int from, int to, boolean fromNewer) {
        buffer = bytes.order(ByteOrder.LITTLE_ENDIAN);
        newer = fromNewer;
        at = from;
        next = from;
        end = to;
        opcode = Opcode.NONE;
    }

    /** Moves to the next operation; false at the end of the frame. */
    public boolean next() throws Refused {
        at = next;
        if (at == end) {
            return false;
        }
        if (end - at < HEADER) {
            throw refused("its header is cut");
        }
        int length = buffer.getInt(at);
        if (length < HEADER || length > end - at) {
            throw refused("its length is " + Integer.toUnsignedString(length));
        }
        int code = buffer.get(at + 4) & 0xff;
        opcode = Opcode.of(code);
        if (opcode == Opcode.NONE) {
            throw refused("its opcode is " + code);
        }
        if (opcode == Opcode.WRITE) {
            if (!WriteCodec.sound(buffer, at, length, newer)) {
                throw refused("the fields of a write do not agree");
            }
        } else if (!newer && (buffer.get(at + 5) != 0 || buffer.getShort(at + 6) != 0)) {
            throw refused("unknown flags are set");
        }
        if (opcode == Opcode.COPY && !CopyCodec.sound(buffer, at, length, newer)) {
            throw refused("the fields of a copy do not agree");
        }
        next = at + length;
        return true;
    }

    /** What the operation does. */
    public Opcode opcode() {
        return opcode;
    }

    /** Position of its first byte. */
    public int at() {
        return at;
    }

    /** Its length with its header. */
    public int length() {
        return next - at;
    }

    /** The operation as a value; allocates. */
    public Operation operation() throws Refused {
        if (opcode == Opcode.WRITE) {
            return write();
        }
        ByteBuffer view = buffer.duplicate().limit(next).position(at + HEADER);
        return new OperationReader(new Reader(view, newer)).read(opcode);
    }

    private Operation write() {
        var data = new byte[WriteCodec.length(buffer, at)];
        buffer.get(WriteCodec.data(buffer, at), data);
        return new Operation.Write(
                new FileId(WriteCodec.number(buffer, at), WriteCodec.generation(buffer, at)),
                WriteCodec.offset(buffer, at),
                new Moment(WriteCodec.seconds(buffer, at), WriteCodec.nanos(buffer, at)),
                WriteCodec.clearsPrivileges(buffer, at),
                Bytes.copyOf(data));
    }

    private Refused refused(String problem) {
        return new Refused(
                Refusal.Reason.MALFORMED, "operation at byte %d: %s".formatted(at, problem));
    }
}
