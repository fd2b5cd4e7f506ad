package safekit.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import safekit.core.base.Check;
import safekit.core.bytes.Abuse;
import safekit.core.bytes.Bytes;
import safekit.core.bytes.Golden;
import safekit.core.bytes.Reader;
import safekit.core.bytes.Refusal.Reason;
import safekit.core.bytes.Refused;
import safekit.core.bytes.Seeds;
import safekit.core.bytes.Writer;
import safekit.core.mirror.Control;

class StreamTest {
    private static final long SESSION = 42;
    private static final ClusterKey KEY = ClusterKey.of(new byte[ClusterKey.SIZE]);

    private static final Bytes SHARE = Bytes.copyOf(new byte[Hello.SHARE]);

    private record Ends(FrameWriter writer, FrameReader reader) {}

    private static Ends ends(Protection protection) {
        var writer = new FrameWriter();
        var reader = new FrameReader();
        Header greeting = Header.ours(Samples.NODE0, Kind.STREAM, 0, 7, 1);
        boolean sealed = protection == Protection.SEALED;
        writer.protect(protection, sealed ? FrameSeal.of(KEY, greeting, 1, 2) : FrameSeal.NONE);
        reader.protect(
                protection, sealed ? FrameSeal.of(KEY, greeting, 1, 2) : FrameSeal.NONE, false);
        reader.bind(SESSION);
        return new Ends(writer, reader);
    }

    private static byte[] payload(FrameReader reader, ByteBuffer in) {
        var bytes = new byte[reader.to() - reader.from()];
        in.get(reader.from(), bytes);
        return bytes;
    }

    private static byte[] frame(FrameWriter writer, FrameType type, long session, byte[] payload) {
        var out = ByteBuffer.allocate(payload.length + 64);
        writer.begin(out, type, session, 5);
        out.put(payload);
        writer.end(out);
        return Arrays.copyOf(out.array(), out.position());
    }

    @Test
    void frames_come_back_from_a_socket_that_gives_any_pieces() {
        for (Protection protection : Protection.values()) {
            Seeds.each(50, random -> pieces(protection, random));
        }
    }

    private static void pieces(Protection protection, Random random) throws Refused {
        Ends ends = ends(protection);
        var wire = ByteBuffer.allocate(1 << 16);
        var sent = new byte[10][];
        for (int i = 0; i < sent.length; i++) {
            sent[i] = Samples.bytes(random, random.nextInt(300)).toArray();
            ends.writer.begin(wire, FrameType.OPERATIONS, SESSION, i);
            wire.put(sent[i]);
            assertThat(ends.writer.payload(wire)).isEqualTo(sent[i].length);
            ends.writer.end(wire);
        }
        int total = wire.position();
        wire.position(0).limit(0);
        int found = 0;
        while (found < sent.length) {
            if (ends.reader.next(wire)) {
                assertThat(ends.reader.sequence()).isEqualTo(found);
                assertThat(payload(ends.reader, wire)).isEqualTo(sent[found]);
                found++;
            } else {
                assertThat(wire.limit()).isLessThan(total);
                wire.limit(Math.min(total, wire.limit() + 1 + random.nextInt(100)));
            }
        }
        assertThat(wire.position()).isEqualTo(total);
    }

    @Test
    void a_flipped_bit_is_noticed_unless_tls_does_it() {
        for (Protection protection : new Protection[] {Protection.CHECKSUM, Protection.SEALED}) {
            byte[] good = frame(ends(protection).writer, FrameType.ACK, SESSION, new byte[20]);
            int taken = Abuse.flips(good, bytes -> takeAll(protection, bytes));
            assertThat(taken).as("%s", protection).isZero();
        }
    }

    private static void takeAll(Protection protection, ByteBuffer bytes) throws Refused {
        if (!ends(protection).reader.next(bytes)) {
            throw new Refused(Reason.TRUNCATED, "waits for more");
        }
    }

    @Test
    void noise_is_refused_or_waited_for() {
        Seeds.each(
                200,
                random -> {
                    byte[] good =
                            frame(
                                    ends(Protection.TLS).writer,
                                    FrameType.ACK,
                                    SESSION,
                                    new byte[20]);
                    for (Protection protection : Protection.values()) {
                        Abuse.noise(random, good, bytes -> ends(protection).reader.next(bytes));
                    }
                });
    }

    @Test
    void a_frame_of_an_old_session_is_refused_and_skipped() throws Refused {
        Ends ends = ends(Protection.CHECKSUM);
        var wire = ByteBuffer.allocate(200);
        wire.put(frame(ends.writer, FrameType.OPERATIONS, 41, new byte[3]));
        wire.put(frame(ends.writer, FrameType.OPERATIONS, SESSION, new byte[4]));
        wire.flip();
        assertThatThrownBy(() -> ends.reader.next(wire))
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_SESSION));
        assertThat(ends.reader.next(wire)).isTrue();
        assertThat(ends.reader.to() - ends.reader.from()).isEqualTo(4);
    }

    @Test
    void outside_a_session_only_controls_and_words_are_taken() throws Refused {
        Ends ends = ends(Protection.CHECKSUM);
        ends.reader.bind(0);
        byte[] control = frame(ends.writer, FrameType.CONTROL, 0, new byte[1]);
        assertThat(ends.reader.next(ByteBuffer.wrap(control))).isTrue();
        byte[] operations = frame(ends.writer, FrameType.OPERATIONS, SESSION, new byte[1]);
        assertThatThrownBy(() -> ends.reader.next(ByteBuffer.wrap(operations)))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> frame(ends.writer, FrameType.OPERATIONS, 0, new byte[1]))
                .isInstanceOf(Check.BrokenInvariant.class);
    }

    @Test
    void a_sealed_frame_that_is_repeated_or_left_out_does_not_open() throws Refused {
        Ends ends = ends(Protection.SEALED);
        byte[] one = frame(ends.writer, FrameType.ACK, SESSION, new byte[9]);
        byte[] two = frame(ends.writer, FrameType.ACK, SESSION, new byte[9]);
        assertThatThrownBy(() -> ends(Protection.SEALED).reader.next(ByteBuffer.wrap(two.clone())))
                .isInstanceOf(Refused.class);
        assertThat(ends.reader.next(ByteBuffer.wrap(one.clone()))).isTrue();
        assertThatThrownBy(() -> ends.reader.next(ByteBuffer.wrap(one.clone())))
                .isInstanceOf(Refused.class);
    }

    @Test
    void controls_and_signals_come_back_and_damage_is_refused() {
        Seeds.each(
                20,
                random -> {
                    for (int i = 0; i < Samples.CONTROLS; i++) {
                        Control control = Samples.control(random, i);
                        byte[] bytes = encode(out -> ControlCodec.write(out, control));
                        assertThat(ControlCodec.read(reader(bytes))).isEqualTo(control);
                        assertThat(bytes.length).isLessThanOrEqualTo(ControlCodec.SIZE_MAX);
                        abuse(random, bytes, in -> ControlCodec.read(in));
                    }
                    for (int i = 0; i < Samples.SIGNALS; i++) {
                        Signal signal = Samples.signal(random, i);
                        byte[] bytes = encode(out -> SignalCodec.write(out, signal));
                        assertThat(SignalCodec.read(signal.type(), reader(bytes)))
                                .isEqualTo(signal);
                        abuse(random, bytes, in -> SignalCodec.read(signal.type(), in));
                    }
                });
    }

    @FunctionalInterface
    private interface Read {
        Object read(Reader in) throws Refused;
    }

    private static void abuse(Random random, byte[] good, Read read) {
        Abuse.Decoder decoder = bytes -> read.read(new Reader(bytes, false));
        Abuse.truncations(good, decoder);
        Abuse.flips(good, decoder);
        for (int i = 0; i < 50; i++) {
            Abuse.noise(random, good, decoder);
        }
    }

    private static Reader reader(byte[] bytes) {
        return new Reader(ByteBuffer.wrap(bytes), false);
    }

    private static byte[] encode(java.util.function.Consumer<Writer> fields) {
        var buffer = ByteBuffer.allocate(1 << 16);
        fields.accept(new Writer(buffer));
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    @Test
    void acknowledgements_are_read_in_place() throws Refused {
        byte[] ack = ack();
        var in = ByteBuffer.wrap(ack).order(ByteOrder.LITTLE_ENDIAN);
        AckCodec.check(in, 0, ack.length, false);
        assertThat(AckCodec.received(in, 0)).isEqualTo(9);
        assertThat(AckCodec.applied(in, 0)).isEqualTo(7);
        assertThat(AckCodec.errors(in, 0)).isEqualTo(1);
        assertThat(AckCodec.failed(in, 0, 0)).isEqualTo(8);
        assertThat(AckCodec.error(in, 0, 0)).isEqualTo(28);
        Abuse.Decoder decoder =
                bytes -> {
                    bytes.order(ByteOrder.LITTLE_ENDIAN);
                    AckCodec.check(bytes, bytes.position(), bytes.limit(), false);
                };
        Abuse.truncations(ack, decoder);
        Abuse.flips(ack, decoder);
    }

    private static byte[] ack() {
        var out = ByteBuffer.allocate(30).order(ByteOrder.LITTLE_ENDIAN);
        AckCodec.write(out, 9, 7, new long[] {8}, new int[] {28});
        return out.array();
    }

    @Test
    void a_greeting_is_checked_on_both_sides() throws Refused {
        var call = new Hello(11, 0, Protection.SEALED, SHARE, Limits.FRAME, 4096, 4 << 20, 0);
        var answer = new Hello(12, 11, Protection.SEALED, SHARE, Limits.FRAME, 4096, 4 << 20, 0);
        byte[] bytes = hello(call, Seals.with(KEY));
        Hello.Received got =
                Hello.open(
                        ByteBuffer.wrap(bytes), Samples.NODE1, Protection.SEALED, Seals.with(KEY));
        assertThat(got.hello()).isEqualTo(call);
        assertThat(got.header().incarnation()).isEqualTo(7);
        Hello.checkAnswer(call, answer);
        assertThatThrownBy(() -> Hello.checkAnswer(answer, call)).isInstanceOf(Refused.class);
        assertThatThrownBy(
                        () ->
                                Hello.open(
                                        ByteBuffer.wrap(bytes),
                                        Samples.NODE1,
                                        Protection.TLS,
                                        Seals.with(KEY)))
                .hasMessage("node 0 protects the stream by SEALED, this node by TLS");
        byte[] clear = hello(call, Seals.none());
        Abuse.Decoder decoder =
                in -> Hello.open(in, Samples.NODE1, Protection.SEALED, Seals.none());
        Abuse.truncations(clear, decoder);
        assertThat(Abuse.flips(clear, decoder)).isZero();
    }

    @Test
    void a_sealed_stream_needs_a_share_and_another_one_has_none() {
        for (Bytes share : new Bytes[] {Bytes.NONE, Bytes.copyOf(new byte[Hello.SHARE - 1])}) {
            var hello = new Hello(11, 0, Protection.SEALED, share, Limits.FRAME, 4096, 1 << 20, 0);
            byte[] bytes = hello(hello, Seals.with(KEY));
            assertThatThrownBy(
                            () ->
                                    Hello.open(
                                            ByteBuffer.wrap(bytes),
                                            Samples.NODE1,
                                            Protection.SEALED,
                                            Seals.with(KEY)))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("share");
        }
    }

    @Test
    void the_key_of_a_connection_needs_the_secret_the_key_and_both_shares() {
        byte[] shared = {1, 2};
        byte[] call = {3};
        byte[] answer = {4};
        int id = KEY.agreed(shared, call, answer).id();
        assertThat(KEY.agreed(shared, call, answer).id()).isEqualTo(id);
        byte[] other = new byte[ClusterKey.SIZE];
        other[0] = 1;
        assertThat(ClusterKey.ofModule(other).agreed(shared, call, answer).id()).isNotEqualTo(id);
        assertThat(KEY.agreed(new byte[] {1, 3}, call, answer).id()).isNotEqualTo(id);
        assertThat(KEY.agreed(shared, answer, call).id()).isNotEqualTo(id);
    }

    private static byte[] hello(Hello hello, Seals seals) {
        Header header = Header.ours(Samples.NODE0, Kind.STREAM, 0, 7, 1).in(0, 99);
        var out = ByteBuffer.allocate(Hello.SIZE_MAX);
        Hello.write(out, header, hello, seals);
        return Arrays.copyOf(out.array(), out.position());
    }

    @Test
    void the_bytes_are_those_of_the_golden_files() {
        var hello =
                new Hello(11, 12, Protection.CHECKSUM, Bytes.NONE, Limits.FRAME, 4096, 4 << 20, 0);
        Golden.check("hello", hello(hello, Seals.none()));
        Golden.check("ack", ack());
        for (Protection protection : Protection.values()) {
            Golden.check(
                    "frame-" + protection.name().toLowerCase(java.util.Locale.ROOT),
                    frame(ends(protection).writer, FrameType.ACK, SESSION, ack()));
        }
        Random random = Samples.golden();
        for (int i = 0; i < Samples.CONTROLS; i++) {
            Control control = Samples.control(random, i);
            Golden.check("control-" + i, encode(out -> ControlCodec.write(out, control)));
        }
        for (int i = 0; i < Samples.SIGNALS; i++) {
            Signal signal = Samples.signal(random, i);
            Golden.check("signal-" + i, encode(out -> SignalCodec.write(out, signal)));
        }
    }
}
