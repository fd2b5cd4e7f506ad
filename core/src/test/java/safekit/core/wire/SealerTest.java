package safekit.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import safekit.core.base.Check;
import safekit.core.bytes.Refused;

class SealerTest {
    private static final ClusterKey KEY = ClusterKey.of(new byte[ClusterKey.SIZE]);
    private static final Header HEADER = Header.ours(Samples.NODE0, Kind.BEAT, 1, 5, 9);

    private static byte[] seal(Sealer sealer, long sequence) {
        var out = ByteBuffer.allocate(32);
        sealer.seal(sequence, ByteBuffer.wrap(new byte[4]), ByteBuffer.wrap(new byte[16]), out);
        return out.array();
    }

    @Test
    void a_sequence_number_is_used_once() {
        var sealer = new Sealer(KEY, Scope.of(HEADER));
        seal(sealer, 9);
        assertThatThrownBy(() -> seal(sealer, 9)).isInstanceOf(Check.BrokenInvariant.class);
        assertThatThrownBy(() -> seal(sealer, 8)).isInstanceOf(Check.BrokenInvariant.class);
    }

    @Test
    void a_key_seals_at_most_2_to_the_32_messages() {
        var sealer = new Sealer(KEY, Scope.of(HEADER));
        seal(sealer, 0xffffffffL);
        assertThatThrownBy(() -> seal(sealer, 1L << 32)).isInstanceOf(Check.BrokenInvariant.class);
    }

    @Test
    void the_next_epoch_has_another_key_and_the_one_before_does_not_come_back() {
        Seals seals = Seals.with(KEY);
        Header last = Header.ours(Samples.NODE0, Kind.BEAT, 1, 5, 0xffffffffL);
        Header next = Header.ours(Samples.NODE0, Kind.BEAT, 1, 5, 1L << 32);
        byte[] one = seal(seals.toWrite(KEY, last), last.sequence());
        byte[] two = seal(seals.toWrite(KEY, next), next.sequence());
        assertThat(one).isNotEqualTo(two);
        assertThatThrownBy(() -> seals.toWrite(KEY, last))
                .isInstanceOf(Check.BrokenInvariant.class);
    }

    @Test
    void senders_that_differ_in_anything_never_share_key_and_nonce() {
        var sealed = new TreeSet<String>();
        int scopes = 0;
        for (int variant = 0; variant < 256; variant++) {
            var scope =
                    new Scope(
                            variant & 1,
                            (variant >> 1) & 1,
                            (variant >> 2) & 1,
                            (variant & 8) == 0 ? Kind.BEAT : Kind.STREAM,
                            (variant >> 4) & 1,
                            (variant >> 5) & 1,
                            (variant >> 6) & 1,
                            (variant >> 7) & 1);
            byte[] out = seal(new Sealer(KEY, scope), scope.epoch() << 32);
            sealed.add(HexFormat.of().formatHex(out));
            scopes++;
        }
        assertThat(sealed).hasSize(scopes);
    }

    @Test
    void what_is_known_but_changed_does_not_open() throws Refused {
        byte[] sealed = seal(new Sealer(KEY, Scope.of(HEADER)), 9);
        var out = ByteBuffer.allocate(16);
        var reader = new Sealer(KEY, Scope.of(HEADER));
        reader.open(9, ByteBuffer.wrap(new byte[4]), ByteBuffer.wrap(sealed), out);
        assertThat(out.array()).containsOnly(0);
        assertThatThrownBy(
                        () ->
                                reader.open(
                                        9,
                                        ByteBuffer.wrap(new byte[] {0, 0, 1, 0}),
                                        ByteBuffer.wrap(sealed),
                                        ByteBuffer.allocate(16)))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(
                        () ->
                                reader.open(
                                        10,
                                        ByteBuffer.wrap(new byte[4]),
                                        ByteBuffer.wrap(sealed),
                                        ByteBuffer.allocate(16)))
                .isInstanceOf(Refused.class);
    }
}
