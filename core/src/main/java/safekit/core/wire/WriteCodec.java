package safekit.core.wire;

import java.nio.ByteBuffer;
import safekit.core.base.Check;
import safekit.core.replication.Moment;

/**
 * The hot operation: written and read in place, nothing allocated. Buffers are little endian.
 * {@code at} is the position of the operation's first byte (docs/protocol/stream.md).
 */
public final class WriteCodec {
    /** Bytes before the data. */
    public static final int HEADER = 48;

    private static final int CLEARS_PRIVILEGES = 1;

    private static final int NUMBER = 8;
    private static final int GENERATION = 16;
    private static final int OFFSET = 20;
    private static final int SECONDS = 28;
    private static final int NANOS = 36;
    private static final int LENGTH = 40;
    private static final int DATA_AT = 44;

    private WriteCodec() {}

    /**
     * Writes the header at the buffer's position and moves behind it. {@code length} bytes of data
     * must follow directly, from this buffer or gathered by the socket.
     */
    public static void header(
            ByteBuffer out,
            long number,
            int generation,
            long offset,
            long seconds,
            int nanos,
            boolean clearsPrivileges,
            int length) {
        Check.that(length >= 0 && length <= Limits.DATA, "a write is within the data limit");
        int at = out.position();
        out.putInt(at, HEADER + length);
        out.put(at + 4, (byte) Opcode.WRITE.code());
        out.put(at + 5, (byte) (clearsPrivileges ? CLEARS_PRIVILEGES : 0));
        out.putShort(at + 6, (short) 0);
        out.putLong(at + NUMBER, number);
        out.putInt(at + GENERATION, generation);
        out.putLong(at + OFFSET, offset);
        out.putLong(at + SECONDS, seconds);
        out.putInt(at + NANOS, nanos);
        out.putInt(at + LENGTH, length);
        out.putInt(at + DATA_AT, HEADER);
        out.position(at + HEADER);
    }

    /** Whether the fields of an operation of this whole length agree with each other. */
    static boolean sound(ByteBuffer in, int at, int whole, boolean newer) {
        if (whole < HEADER) {
            return false;
        }
        int length = in.getInt(at + LENGTH);
        int dataAt = in.getInt(at + DATA_AT);
        int nanos = in.getInt(at + NANOS);
        long offset = in.getLong(at + OFFSET);
        boolean place = newer ? dataAt >= HEADER && dataAt <= whole : dataAt == HEADER;
        boolean bits = newer || (in.get(at + 5) & ~CLEARS_PRIVILEGES) == 0;
        boolean reserved = newer || in.getShort(at + 6) == 0;
        return place
                && bits
                && reserved
                && length >= 0
                && length == whole - dataAt
                && offset >= 0
                && offset <= Long.MAX_VALUE - length
                && nanos >= 0
                && nanos < Moment.NANOS;
    }

    /** Inode number of the file. */
    public static long number(ByteBuffer in, int at) {
        return in.getLong(at + NUMBER);
    }

    /** Inode generation of the file. */
    public static int generation(ByteBuffer in, int at) {
        return in.getInt(at + GENERATION);
    }

    /** First byte written. */
    public static long offset(ByteBuffer in, int at) {
        return in.getLong(at + OFFSET);
    }

    /** Modification time, seconds. */
    public static long seconds(ByteBuffer in, int at) {
        return in.getLong(at + SECONDS);
    }

    /** Modification time, nanoseconds of the second. */
    public static int nanos(ByteBuffer in, int at) {
        return in.getInt(at + NANOS);
    }

    /** Whether set-user-id, set-group-id and capabilities go away. */
    public static boolean clearsPrivileges(ByteBuffer in, int at) {
        return (in.get(at + 5) & CLEARS_PRIVILEGES) != 0;
    }

    /** How many bytes are written. */
    public static int length(ByteBuffer in, int at) {
        return in.getInt(at + LENGTH);
    }

    /** Position of the data in the buffer. */
    public static int data(ByteBuffer in, int at) {
        return at + in.getInt(at + DATA_AT);
    }
}
