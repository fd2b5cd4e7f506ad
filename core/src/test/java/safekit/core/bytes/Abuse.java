package safekit.core.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** Feeds a decoder with what it must refuse, and sees that it throws nothing else. */
public final class Abuse {
    private Abuse() {}

    /** What is under test. */
    @FunctionalInterface
    public interface Decoder {
        /** Decodes between position and limit. */
        void decode(ByteBuffer bytes) throws Refused;
    }

    /** Every truncation is refused. */
    public static void truncations(byte[] good, Decoder decoder) {
        for (int length = 0; length < good.length; length++) {
            assertThat(taken(Arrays.copyOf(good, length), decoder))
                    .as("the first %d bytes of %d", length, good.length)
                    .isFalse();
        }
    }

    /** Every single bit flipped: refused, or another value; how many were taken. */
    public static int flips(byte[] good, Decoder decoder) {
        int taken = 0;
        for (int bit = 0; bit < 8 * good.length; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << (bit % 8));
            taken += taken(bad, decoder) ? 1 : 0;
        }
        return taken;
    }

    /** Random bytes, some behind a good beginning. */
    public static void noise(Random random, byte[] good, Decoder decoder) {
        var bytes = new byte[random.nextInt(2 * good.length + 16)];
        random.nextBytes(bytes);
        System.arraycopy(
                good, 0, bytes, 0, random.nextInt(Math.min(good.length, bytes.length) + 1));
        taken(bytes, decoder);
    }

    /** Whether the decoder took it; an exception other than {@link Refused} goes through. */
    public static boolean taken(byte[] bytes, Decoder decoder) {
        try {
            decoder.decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (Refused refused) {
            assertThat(refused.refusal().sentence()).isNotEmpty();
            return false;
        }
    }
}
