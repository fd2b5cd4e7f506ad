package safekit.core.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import safekit.core.base.Check;

class ReaderTest {
    private static Reader reader(int... bytes) {
        var buffer = ByteBuffer.allocate(bytes.length);
        for (int b : bytes) {
            buffer.put((byte) b);
        }
        return new Reader(buffer.flip(), false);
    }

    @Test
    void numbers_are_little_endian() throws Refused {
        assertThat(reader(0x34, 0x12).u16("a")).isEqualTo(0x1234);
        assertThat(reader(1, 0, 0, 0, 0, 0, 0, 0x80).u64("a")).isEqualTo(Long.MIN_VALUE + 1);
    }

    @Test
    void a_length_beyond_what_is_there_is_refused_before_anything_is_allocated() {
        assertThatThrownBy(
                        () -> reader(0xff, 0xff, 0xff, 0x7f, 1).bytes32("data", Integer.MAX_VALUE))
                .isInstanceOf(Refused.class)
                .hasMessage("at byte 4: data needs 2147483647 bytes, 1 are left");
    }

    @Test
    void a_length_beyond_its_limit_is_refused_in_words() {
        assertThatThrownBy(() -> reader(3, 0, 'a', 'b', 'c').bytes16("name", 2))
                .hasMessage("before byte 2: name is 3 bytes, expected at most 2");
    }

    @Test
    void text_must_be_utf8() {
        assertThatThrownBy(() -> reader(1, 0, 0xff).text("peer", 9))
                .hasMessageContaining("peer is bytes that are not UTF-8");
    }

    @Test
    void varints_of_any_size_come_back() {
        Seeds.each(
                500,
                random -> {
                    long value = random.nextLong() >>> (1 + random.nextInt(63));
                    var buffer = ByteBuffer.allocate(9);
                    new Writer(buffer).varint(value);
                    assertThat(new Reader(buffer.flip(), false).varint("v")).isEqualTo(value);
                });
    }

    @Test
    void an_endless_varint_is_refused() {
        assertThatThrownBy(
                        () -> reader(255, 255, 255, 255, 255, 255, 255, 255, 255, 255).varint("v"))
                .isInstanceOf(Refused.class);
    }

    @Test
    void fields_behind_ours_are_skipped_only_when_a_newer_version_wrote_them() throws Refused {
        assertThatThrownBy(() -> reader(1).end("beat")).hasMessageContaining("1 more bytes");
        new Reader(ByteBuffer.allocate(1), true).end("beat");
    }

    @Test
    void a_writer_stays_within_the_limits_of_the_reader() {
        var out = new Writer(ByteBuffer.allocate(99));
        assertThatThrownBy(() -> out.text("abc", 2)).isInstanceOf(Check.BrokenInvariant.class);
        assertThatThrownBy(() -> out.longs(List.of(1L, 2L), 1))
                .isInstanceOf(Check.BrokenInvariant.class);
        assertThatThrownBy(() -> out.u16(65536)).isInstanceOf(Check.BrokenInvariant.class);
    }

    @Test
    void drops_are_counted_by_reason_with_the_newest_sentence() {
        var drops = new Drops();
        drops.count(new Refusal(Refusal.Reason.TOO_OLD, "first"));
        drops.count(new Refusal(Refusal.Reason.TOO_OLD, "second"));
        drops.count(new Refusal(Refusal.Reason.CHECKSUM, "third"));
        assertThat(drops.of(Refusal.Reason.TOO_OLD)).isEqualTo(2);
        assertThat(drops.sentence(Refusal.Reason.TOO_OLD)).isEqualTo("second");
        assertThat(drops.of(Refusal.Reason.REPLAYED)).isZero();
        assertThat(drops.total()).isEqualTo(3);
    }
}
