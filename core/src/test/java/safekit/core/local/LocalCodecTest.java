package safekit.core.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import safekit.core.local.LocalMessage.Exit;
import safekit.core.local.LocalMessage.Output;
import safekit.core.local.LocalMessage.Request;

class LocalCodecTest {
    private static final List<LocalMessage> MESSAGES =
            List.of(
                    new Request("root", "/tmp/é", Map.of("SAFEMODULE", "m"), List.of("state", "")),
                    Request.of("", new String[0]),
                    Output.of(1, "PRIM Ready\n"),
                    new Output(2, new byte[0]),
                    new Exit(0),
                    new Exit(255));

    @Test
    void every_message_comes_back_from_a_stream_cut_anywhere() throws BadLocalMessage {
        for (int piece = 1; piece < 40; piece++) {
            LocalDecoder decoder = new LocalDecoder();
            for (LocalMessage message : MESSAGES) {
                ByteBuffer bytes = LocalCodec.encode(message);
                LocalMessage seen = null;
                while (bytes.hasRemaining()) {
                    assertThat(seen).isNull();
                    int length = Math.min(piece, bytes.remaining());
                    decoder.add(bytes.slice(bytes.position(), length));
                    bytes.position(bytes.position() + length);
                    seen = decoder.next();
                }
                assertThat(seen).isEqualTo(message);
                assertThat(decoder.isInsideMessage()).isFalse();
            }
        }
    }

    @Test
    void the_layout_does_not_move() throws BadLocalMessage {
        assertThat(hex(new Request("u", "/", Map.of("A", "b"), List.of("state"))))
                .isEqualTo(
                        "0101"
                                + "00000025"
                                + "0000000175"
                                + "000000012f"
                                + "00000001"
                                + "0000000141"
                                + "0000000162"
                                + "00000001"
                                + "000000057374617465");
        assertThat(hex(Output.of(2, "no"))).isEqualTo("0102" + "00000003" + "02" + "6e6f");
        assertThat(hex(new Exit(3))).isEqualTo("0103" + "00000001" + "03");
    }

    @Test
    void two_messages_in_one_piece_are_two_messages() throws BadLocalMessage {
        ByteBuffer first = LocalCodec.encode(Output.of(1, "a"));
        ByteBuffer second = LocalCodec.encode(new Exit(1));
        LocalDecoder decoder = new LocalDecoder();
        decoder.add(
                ByteBuffer.allocate(first.remaining() + second.remaining())
                        .put(first)
                        .put(second)
                        .flip());
        assertThat(decoder.next()).isEqualTo(Output.of(1, "a"));
        assertThat(decoder.next()).isEqualTo(new Exit(1));
        assertThat(decoder.next()).isNull();
    }

    @Test
    void bad_bytes_are_refused_in_words() {
        refused("020300000001" + "00", "version 2, expected 1");
        refused("010900000000", "unknown message kind 9");
        refused("01037fffffff", "2147483647 bytes, at most");
        refused("010300000002" + "0000", "1 bytes follow a message of kind 3");
        refused("010300000000", "kind 3 is too short");
        refused("010200000001" + "07", "stream 7");
        refused("010100000004" + "00000009", "a text of 9 bytes where 0 are left");
        refused("01010000000c" + "00000000" + "00000000" + "7fffffff", "a list of 2147483647");
        refused("010100000005" + "00000001" + "ff", "not UTF-8");
    }

    @Test
    void random_bytes_never_give_another_failure() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            ByteBuffer frame = ByteBuffer.allocate(6 + bytes.length);
            frame.put((byte) 1).put((byte) (1 + random.nextInt(3))).putInt(bytes.length).put(bytes);
            LocalDecoder decoder = new LocalDecoder();
            decoder.add(frame.flip());
            try {
                assertThat(decoder.next()).as("seed " + seed).isNotNull();
            } catch (BadLocalMessage refused) {
                assertThat(refused).as("seed " + seed).hasMessageContaining(" ");
            }
        }
    }

    @Test
    void a_message_above_the_limit_is_not_encoded() {
        assertThatThrownBy(
                        () -> LocalCodec.encode(new Output(1, new byte[LocalCodec.LARGEST_BODY])))
                .isInstanceOf(BadLocalMessage.class)
                .hasMessageContaining("too long");
    }

    private static String hex(LocalMessage message) throws BadLocalMessage {
        return HexFormat.of().formatHex(LocalCodec.encode(message).array());
    }

    private static void refused(String hex, String sentence) {
        LocalDecoder decoder = new LocalDecoder();
        decoder.add(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
        assertThatThrownBy(decoder::next)
                .isInstanceOf(BadLocalMessage.class)
                .hasMessageContaining(sentence);
    }
}
