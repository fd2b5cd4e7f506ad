package safekit.core.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import safekit.core.bytes.Seeds;

class BlockCompareTest {
    /** A stand-in for XXH3: good enough to tell blocks apart. */
    private static final BlockHash HASH =
            (bytes, halves, block) -> {
                long hash = bytes.remaining();
                for (int i = bytes.position(); i < bytes.limit(); i++) {
                    hash = (hash ^ bytes.get(i)) * 0x100000001B3L;
                }
                halves[2 * block] = hash;
                halves[2 * block + 1] = ~hash;
            };

    @Test
    void exactly_the_blocks_that_differ_are_found() {
        Seeds.each(
                200,
                random -> {
                    byte[] source = new byte[1 + random.nextInt(20 * BlockCompare.FINE)];
                    random.nextBytes(source);
                    byte[] receiver = Arrays.copyOf(source, random.nextInt(21 * BlockCompare.FINE));
                    for (int i = random.nextInt(5); i > 0 && receiver.length > 0; i--) {
                        receiver[random.nextInt(receiver.length)] ^= 1;
                    }
                    BitSet found =
                            BlockCompare.differing(
                                    BlockCompare.digests(
                                            ByteBuffer.wrap(source), BlockCompare.FINE, HASH),
                                    BlockCompare.digests(
                                            ByteBuffer.wrap(receiver), BlockCompare.FINE, HASH));
                    var expected = new BitSet();
                    for (int at = 0; at < source.length; at += BlockCompare.FINE) {
                        int end = Math.min(source.length, at + BlockCompare.FINE);
                        int there = Math.min(receiver.length, at + BlockCompare.FINE);
                        boolean equal =
                                at < there && Arrays.equals(source, at, end, receiver, at, there);
                        expected.set(at / BlockCompare.FINE, !equal);
                    }
                    assertThat(found).isEqualTo(expected);
                });
    }

    @Test
    void runs_are_counted() {
        var differing = new BitSet();
        differing.set(3, 7);
        assertThat(BlockCompare.run(differing, 3)).isEqualTo(4);
        assertThat(BlockCompare.run(differing, 5)).isEqualTo(2);
    }

    @Test
    void equal_data_needs_no_block() {
        Digests same = Digests.copyOf(new long[] {1, 2, 3, 4});
        assertThat(BlockCompare.differing(same, same).isEmpty()).isTrue();
    }
}
