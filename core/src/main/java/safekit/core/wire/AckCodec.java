package safekit.core.wire;

import java.nio.ByteBuffer;
import safekit.core.base.Check;
import safekit.core.bytes.Refusal;
import safekit.core.bytes.Refused;

/**
 * The payload of an acknowledgement, written and read in place: how far the secondary has received
 * and applied, both cumulative, then the operations that failed there. Buffers are little endian.
 */
public final class AckCodec {
    private static final int RECEIVED = 0;
    private static final int APPLIED = 8;
    private static final int ERRORS = 16;
    private static final int FIRST = 18;
    private static final int EACH = 12;

    private AckCodec() {}

    /**
     * Writes one at the buffer's position.
     *
     * @param sequences failed operations, one error number of the kernel each
     */
    public static void write(
            ByteBuffer out, long received, long applied, long[] sequences, int[] errors) {
        Check.that(received >= applied, "what is applied was received");
        Check.that(sequences.length == errors.length, "each failed operation has its error");
        Check.that(errors.length <= Limits.ERRORS, "an acknowledgement names few errors");
        out.putLong(received).putLong(applied).putShort((short) errors.length);
        for (int i = 0; i < errors.length; i++) {
            out.putLong(sequences[i]).putInt(errors[i]);
        }
    }

    /** Checks the payload between two positions; call it before the rest. */
    public static void check(ByteBuffer in, int from, int to, boolean newer) throws Refused {
        int length = to - from;
        boolean whole = length >= FIRST;
        if (whole) {
            int count = in.getShort(from + ERRORS) & 0xffff;
            int expected = FIRST + count * EACH;
            whole = count <= Limits.ERRORS && (newer ? length >= expected : length == expected);
        }
        if (!whole) {
            throw new Refused(
                    Refusal.Reason.MALFORMED, "an acknowledgement of " + length + " bytes");
        }
        if (applied(in, from) < 0 || received(in, from) < applied(in, from)) {
            throw new Refused(
                    Refusal.Reason.MALFORMED,
                    "an acknowledgement of %d received and %d applied"
                            .formatted(received(in, from), applied(in, from)));
        }
    }

    /** The last operation received. */
    public static long received(ByteBuffer in, int from) {
        return in.getLong(from + RECEIVED);
    }

    /** The last operation applied. */
    public static long applied(ByteBuffer in, int from) {
        return in.getLong(from + APPLIED);
    }

    /** How many operations failed. */
    public static int errors(ByteBuffer in, int from) {
        return in.getShort(from + ERRORS) & 0xffff;
    }

    /** Sequence number of a failed operation. */
    public static long failed(ByteBuffer in, int from, int index) {
        return in.getLong(from + FIRST + index * EACH);
    }

    /** The kernel's error number of a failed operation. */
    public static int error(ByteBuffer in, int from, int index) {
        return in.getInt(from + FIRST + index * EACH + 8);
    }
}
