package safekit.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import safekit.core.bytes.Abuse;
import safekit.core.bytes.Golden;
import safekit.core.bytes.Refusal.Reason;
import safekit.core.bytes.Refused;
import safekit.core.bytes.Seeds;
import safekit.core.generation.TupleSamples;
import safekit.core.mirror.Beat;

class BeatCodecTest {
    private static final long SPEAKER = 7;

    private static byte[] datagram(Beat beat, long sequence, Seals seals) {
        var buffer = ByteBuffer.allocate(4096);
        BeatCodec.datagram(buffer, Samples.NODE0, 2, SPEAKER, sequence, beat, seals);
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private static Beat beat(Random random) {
        return Samples.beat(
                random, 0, random.nextBoolean() ? 0 : SPEAKER, TupleSamples.random(random));
    }

    private static Beat open(byte[] bytes, Seals seals) throws Refused {
        return BeatCodec.open(ByteBuffer.wrap(bytes), Samples.NODE1, seals, new ReplayWindow());
    }

    private static Seals seals() {
        return Seals.with(ClusterKey.of(new byte[ClusterKey.SIZE]));
    }

    private static void refused(byte[] bytes, Seals seals, Reason reason) {
        assertThatThrownBy(() -> open(bytes, seals))
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static byte[] resigned(byte[] datagram) {
        var crc = new CRC32C();
        crc.update(datagram, 0, datagram.length - 4);
        ByteBuffer.wrap(datagram)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(datagram.length - 4, (int) crc.getValue());
        return datagram;
    }

    @Test
    void any_beat_comes_back_clear_and_sealed() {
        Seals sender = seals();
        Seals receiver = seals();
        long[] sequence = {0};
        Seeds.each(
                300,
                random -> {
                    Beat beat = beat(random);
                    sequence[0]++;
                    assertThat(open(datagram(beat, sequence[0], Seals.none()), Seals.none()))
                            .isEqualTo(beat);
                    assertThat(open(datagram(beat, sequence[0], sender), receiver)).isEqualTo(beat);
                });
    }

    @Test
    void the_longest_beat_fits_in_1200_bytes_even_sealed() {
        Beat beat = Samples.beat(new Random(1), 0, SPEAKER, TupleSamples.longest());
        assertThat(datagram(beat, 1, seals()).length).isLessThanOrEqualTo(1200);
    }

    @Test
    void every_truncation_and_every_flipped_bit_is_refused() {
        Seeds.each(
                5,
                random -> {
                    for (Seals seals : new Seals[] {Seals.none(), seals()}) {
                        byte[] good = datagram(beat(random), 1, seals);
                        Abuse.truncations(good, bytes -> decode(bytes, seals));
                        assertThat(Abuse.flips(good, bytes -> decode(bytes, seals))).isZero();
                        for (int i = 0; i < 300; i++) {
                            Abuse.noise(random, good, bytes -> decode(bytes, seals));
                        }
                    }
                });
    }

    private static void decode(ByteBuffer bytes, Seals seals) throws Refused {
        BeatCodec.open(bytes, Samples.NODE1, seals, new ReplayWindow());
    }

    @Test
    void the_fields_survive_damage_behind_a_right_checksum() {
        Seeds.each(
                5,
                random -> {
                    byte[] good = datagram(beat(random), 1, Seals.none());
                    for (int bit = 0; bit < 8 * good.length; bit++) {
                        byte[] bad = good.clone();
                        bad[bit / 8] ^= (byte) (1 << (bit % 8));
                        Abuse.taken(resigned(bad), bytes -> decode(bytes, Seals.none()));
                    }
                });
    }

    @Test
    void the_next_version_may_add_fields_and_is_read() throws Refused {
        Beat beat = beat(new Random(3));
        byte[] ours = datagram(beat, 1, Seals.none());
        var next = ByteBuffer.allocate(ours.length + 5).order(ByteOrder.LITTLE_ENDIAN);
        next.put(ours, 0, ours.length - 4).putShort(4, (short) 2);
        assertThat(open(resigned(next.array()), Seals.none())).isEqualTo(beat);
        next.putShort(6, (short) 2);
        refused(resigned(next.array()), Seals.none(), Reason.TOO_NEW);
        next.putShort(4, (short) 0).putShort(6, (short) 0);
        refused(resigned(next.array()), Seals.none(), Reason.TOO_OLD);
    }

    @Test
    void the_next_version_may_lengthen_the_header() throws Refused {
        Beat beat = beat(new Random(3));
        byte[] ours = datagram(beat, 1, Seals.none());
        var next = ByteBuffer.allocate(ours.length + 8).order(ByteOrder.LITTLE_ENDIAN);
        next.put(ours, 0, Header.SIZE).putLong(9).put(ours, Header.SIZE, ours.length - Header.SIZE);
        next.putShort(4, (short) 2).put(8, (byte) (Header.SIZE + 8));
        assertThat(open(resigned(next.array()), Seals.none())).isEqualTo(beat);
        next.putShort(4, (short) 1);
        refused(resigned(next.array()), Seals.none(), Reason.MALFORMED);
    }

    @Test
    void another_cluster_module_or_node_is_refused() {
        byte[] good = datagram(beat(new Random(4)), 1, Seals.none());
        var here = Samples.NODE1;
        assertRefused(good, new Identity(1, 3, here.moduleName(), 1, 2), Reason.FOREIGN_CLUSTER);
        assertRefused(
                good,
                new Identity(here.cluster(), 4, here.moduleName(), 1, 2),
                Reason.FOREIGN_MODULE);
        assertRefused(good, new Identity(here.cluster(), 3, 5, 1, 2), Reason.FOREIGN_MODULE);
        assertRefused(good, Samples.NODE0, Reason.FOREIGN_NODE);
        assertRefused(
                good,
                new Identity(here.cluster(), 3, here.moduleName(), 1, 0),
                Reason.FOREIGN_NODE);
    }

    private static void assertRefused(byte[] bytes, Identity here, Reason reason) {
        assertThatThrownBy(
                        () ->
                                BeatCodec.open(
                                        ByteBuffer.wrap(bytes),
                                        here,
                                        Seals.none(),
                                        new ReplayWindow()))
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void a_key_on_one_side_only_or_another_key_is_refused() {
        Beat beat = beat(new Random(5));
        refused(datagram(beat, 1, seals()), Seals.none(), Reason.WRONG_KEY);
        refused(datagram(beat, 1, Seals.none()), seals(), Reason.WRONG_KEY);
        byte[] other = new byte[ClusterKey.SIZE];
        other[0] = 1;
        refused(datagram(beat, 1, seals()), Seals.with(ClusterKey.of(other)), Reason.WRONG_KEY);
    }

    @Test
    void a_header_that_does_not_agree_with_its_beat_is_refused() {
        byte[] good = datagram(beat(new Random(6)), 1, Seals.none());
        good[40] ^= 1;
        refused(resigned(good), Seals.none(), Reason.MALFORMED);
    }

    @Test
    void a_control_socket_asks_for_version_and_kind_only() throws Refused {
        var none = new Identity(0, 0, 0, 0, 1);
        Header header = Header.ours(none, Kind.LOCAL, 0, 0, 1);
        var out = ByteBuffer.allocate(200);
        Message.write(out, header, writer -> writer.u8(42), Seals.none());
        Message got = Message.open(out.flip(), Samples.NODE0, Kind.LOCAL, Seals.none());
        assertThat(got.body().u8("answer")).isEqualTo(42);
        assertThatThrownBy(() -> Message.open(out, none, Kind.BEAT, Seals.none()))
                .hasMessage("it is a LOCAL, expected a BEAT");
    }

    @Test
    void a_replay_is_refused_and_a_greater_incarnation_replaces_a_smaller_one() throws Refused {
        var window = new ReplayWindow();
        var random = new Random(7);
        window.accept(header(2, 5));
        window.accept(header(2, 7));
        for (long[] old : new long[][] {{2, 7}, {2, 6}, {1, 99}}) {
            assertThatThrownBy(() -> window.accept(header(old[0], old[1])))
                    .isInstanceOf(Refused.class);
        }
        window.accept(header(3, random.nextInt(9)));
        assertThatThrownBy(() -> window.accept(header(2, 100))).isInstanceOf(Refused.class);
        assertThat(window.refused()).isEqualTo(4);
    }

    private static Header header(long incarnation, long sequence) {
        return Header.ours(Samples.NODE0, Kind.BEAT, 0, incarnation, sequence);
    }

    @Test
    void the_bytes_are_those_of_the_golden_file() {
        Beat beat = Samples.beat(Samples.golden(), 0, SPEAKER, TupleSamples.golden());
        Golden.check("beat-clear", datagram(beat, 1, Seals.none()));
        Golden.check("beat-sealed", datagram(beat, 1, seals()));
    }
}
