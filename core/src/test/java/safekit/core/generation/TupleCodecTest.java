package safekit.core.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import safekit.core.bytes.Abuse;
import safekit.core.bytes.Golden;
import safekit.core.bytes.Reader;
import safekit.core.bytes.Refused;
import safekit.core.bytes.Seeds;
import safekit.core.bytes.Writer;

class TupleCodecTest {
    private static byte[] encode(Tuple tuple) {
        var buffer = ByteBuffer.allocate(TupleCodec.SIZE_MAX);
        TupleCodec.write(new Writer(buffer), tuple);
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private static void decode(ByteBuffer bytes) throws Refused {
        var in = new Reader(bytes, false);
        TupleCodec.read(in);
        in.end("test");
    }

    @Test
    void any_tuple_comes_back() {
        Seeds.each(
                500,
                random -> {
                    Tuple tuple = TupleSamples.random(random);
                    var in = new Reader(ByteBuffer.wrap(encode(tuple)), false);
                    assertThat(TupleCodec.read(in)).isEqualTo(tuple);
                    assertThat(in.remaining()).isZero();
                });
    }

    @Test
    void the_longest_tuple_is_within_the_size() {
        assertThat(encode(TupleSamples.longest()).length).isLessThanOrEqualTo(TupleCodec.SIZE_MAX);
    }

    @Test
    void what_is_damaged_is_refused_and_never_worse() {
        Seeds.each(
                20,
                random -> {
                    byte[] good = encode(TupleSamples.random(random));
                    Abuse.truncations(good, TupleCodecTest::decode);
                    Abuse.flips(good, TupleCodecTest::decode);
                    for (int i = 0; i < 200; i++) {
                        Abuse.noise(random, good, TupleCodecTest::decode);
                    }
                });
    }

    @Test
    void a_field_that_a_newer_version_added_is_skipped() throws Refused {
        byte[] ours = encode(TupleSamples.golden());
        byte[] longer = Arrays.copyOf(ours, ours.length + 3);
        longer[0] = (byte) (longer[0] + 3);
        assertThat(Abuse.taken(longer, TupleCodecTest::decode)).isFalse();
        Tuple read = TupleCodec.read(new Reader(ByteBuffer.wrap(longer), true));
        assertThat(read).isEqualTo(TupleSamples.golden());
    }

    @Test
    void the_bytes_are_those_of_the_golden_file() {
        Golden.check("tuple", encode(TupleSamples.golden()));
        Golden.check("tuple-slot", TupleSlots.encode(6, TupleSamples.golden()));
    }
}
