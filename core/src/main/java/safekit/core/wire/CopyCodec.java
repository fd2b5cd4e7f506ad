package safekit.core.wire;

import java.nio.ByteBuffer;
import safekit.core.base.Check;

/**
 * Copied data of a reintegration: written and read in place like {@link WriteCodec}, nothing
 * allocated. Buffers are little endian; {@code at} is the position of the operation's first byte.
 */
public final class CopyCodec {
    /** Bytes before the data. */
    public static final int HEADER = 32;

    private static final int NUMBER = 8;
    private static final int GENERATION = 16;
    private static final int OFFSET = 20;
    private static final int LENGTH = 28;

    private CopyCodec() {}

    /**
     * Writes the header at the buffer's position and moves behind it. {@code length} bytes of data
     * must follow directly, from this buffer or gathered by the socket.
     */
    public static void header(
            ByteBuffer out, long number, int generation, long offset, int length) {
        Check.that(length >= 0 && length <= Limits.DATA, "a copy is within the data limit");
        int at = out.position();
        out.putInt(at, HEADER + length);
        out.putInt(at + 4, Opcode.COPY.code());
        out.putLong(at + NUMBER, number);
        out.putInt(at + GENERATION, generation);
        out.putLong(at + OFFSET, offset);
        out.putInt(at + LENGTH, length);
        out.position(at + HEADER);
    }

    /** Whether the fields of an operation of this whole length agree with each other. */
    static boolean sound(ByteBuffer in, int at, int whole, boolean newer) {
        if (whole < HEADER) {
            return false;
        }
        int length = in.getInt(at + LENGTH);
        long offset = in.getLong(at + OFFSET);
        boolean fits = newer ? length <= whole - HEADER : length == whole - HEADER;
        return fits && length >= 0 && offset >= 0 && offset <= Long.MAX_VALUE - length;
    }

    /** Inode number of the file. */
    public static long number(ByteBuffer in, int at) {
        return in.getLong(at + NUMBER);
    }

    /** Inode generation of the file. */
    public static int generation(ByteBuffer in, int at) {
        return in.getInt(at + GENERATION);
    }

    /** First byte copied. */
    public static long offset(ByteBuffer in, int at) {
        return in.getLong(at + OFFSET);
    }

    /** How many bytes are copied. */
    public static int length(ByteBuffer in, int at) {
        return in.getInt(at + LENGTH);
    }

    /** Position of the data in the buffer. */
    public static int data(int at) {
        return at + HEADER;
    }
}
