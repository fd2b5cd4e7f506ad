package safekit.core.wire;

import java.nio.ByteBuffer;
import safekit.core.base.Check;
import safekit.core.base.DisplayState;
import safekit.core.bytes.Reader;
import safekit.core.bytes.Refusal;
import safekit.core.bytes.Refused;
import safekit.core.bytes.Writer;
import safekit.core.generation.Tuple;
import safekit.core.generation.TupleCodec;
import safekit.core.mirror.Beat;
import safekit.core.mirror.Phase;
import safekit.core.mirror.Verb;

/** A {@link Beat} as bytes, in a datagram or on the stream (docs/protocol/heartbeat.md). */
public final class BeatCodec {
    /** Bytes that any beat needs at most, its length included. */
    public static final int SIZE_MAX = 96 + TupleCodec.SIZE_MAX;

    private static final int SERVING = 1;
    private static final int FROZEN = 2;
    private static final int GRANT = 4;
    private static final int RECEIVER = 8;
    private static final int PRIM = 16;
    private static final int DEGRADED = 32;
    private static final int FAILOVER = 64;
    private static final int BOOT_HOLDS = 128;
    private static final int ANCHOR_HOLDS = 256;
    private static final int ALL = 511;

    private BeatCodec() {}

    /**
     * Writes a datagram at the buffer's position.
     *
     * @param speaker incarnation of the process that sends: safeadmin's own when it stands in
     * @param sequence number of the datagram on this lan, never used twice by the speaker
     */
    public static void datagram(
            ByteBuffer out,
            Identity me,
            int lan,
            long speaker,
            long sequence,
            Beat beat,
            Seals seals) {
        Check.that(beat.node() == me.node(), "a node sends its own beats");
        Check.that(beat.standIn() || beat.incarnation() == speaker, "a module speaks for itself");
        int start = out.position();
        Header header =
                Header.ours(me, Kind.BEAT, lan, speaker, sequence)
                        .in(beat.session(), beat.tuple().id());
        Message.write(out, header, writer -> write(writer, beat), seals);
        Check.that(out.position() - start <= Message.DATAGRAM_MAX, "a beat fits in 1200 bytes");
    }

    /** Reads the datagram between the buffer's position and limit. */
    public static Beat open(ByteBuffer in, Identity me, Seals seals, ReplayWindow window)
            throws Refused {
        Message message = Message.open(in, me, Kind.BEAT, seals);
        Header header = message.header();
        Beat beat = read(message.body());
        message.body().end("datagram");
        boolean agrees =
                beat.node() == header.node()
                        && (beat.standIn() || beat.incarnation() == header.incarnation())
                        && beat.session() == header.session()
                        && beat.tuple().id() == header.dataId();
        if (!agrees) {
            throw new Refused(
                    Refusal.Reason.MALFORMED,
                    "the beat of node %d does not agree with its header".formatted(header.node()));
        }
        window.accept(header);
        return beat;
    }

    /** Writes the nested record. */
    public static void write(Writer out, Beat beat) {
        int at = out.begin16();
        out.u16(beat.node()).u64(beat.incarnation()).u64(beat.sequence());
        out.u64(beat.toIncarnation()).code(beat.phase());
        DisplayCodes.write(out, beat.state());
        out.u16(bits(beat)).u64(beat.session());
        TupleCodec.write(out, beat.tuple());
        out.u64(beat.dead()).code(beat.verb()).u64(beat.nonce()).u64(beat.verbSession());
        out.end16(at);
    }

    /** Reads what {@link #write} wrote. */
    public static Beat read(Reader from) throws Refused {
        Reader in = from.block("beat", 2 * SIZE_MAX);
        int node = in.u16("node");
        long incarnation = in.u64("incarnation");
        long sequence = in.u64("sequence");
        long toIncarnation = in.u64("incarnation addressed");
        Phase phase = in.oneOf("phase", Phase.values());
        DisplayState state = DisplayCodes.read(in);
        int bits = in.bits16("beat flags", ALL);
        long session = in.u64("session");
        Tuple tuple = TupleCodec.read(in);
        long dead = in.u64("dead incarnation");
        Verb verb = in.oneOf("verb", Verb.values());
        long nonce = in.u64("nonce");
        long verbSession = in.u64("session of the verb");
        in.end("beat");
        return new Beat(
                node,
                incarnation,
                sequence,
                toIncarnation,
                phase,
                state,
                (bits & SERVING) != 0,
                (bits & FROZEN) != 0,
                (bits & GRANT) != 0,
                (bits & RECEIVER) != 0,
                (bits & PRIM) != 0,
                (bits & DEGRADED) != 0,
                (bits & FAILOVER) != 0,
                (bits & BOOT_HOLDS) != 0,
                (bits & ANCHOR_HOLDS) != 0,
                session,
                tuple,
                dead,
                verb,
                nonce,
                verbSession);
    }

    private static int bits(Beat beat) {
        return bit(beat.serving(), SERVING)
                | bit(beat.frozen(), FROZEN)
                | bit(beat.grant(), GRANT)
                | bit(beat.receiver(), RECEIVER)
                | bit(beat.prim(), PRIM)
                | bit(beat.degraded(), DEGRADED)
                | bit(beat.failover(), FAILOVER)
                | bit(beat.bootHolds(), BOOT_HOLDS)
                | bit(beat.anchorHolds(), ANCHOR_HOLDS);
    }

    private static int bit(boolean on, int bit) {
        return on ? bit : 0;
    }
}
