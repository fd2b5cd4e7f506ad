package safekit.core.wire;

import java.nio.ByteBuffer;
import safekit.core.bytes.Bytes;
import safekit.core.bytes.Reader;
import safekit.core.bytes.Refusal;
import safekit.core.bytes.Refused;
import safekit.core.bytes.Writer;

/**
 * The greeting that each side of a stream sends first, the caller before the answerer
 * (docs/protocol/stream.md). Version, node, incarnation and data id are in its header.
 *
 * @param nonce fresh random number of this side
 * @param answers the caller's nonce in an answer, 0 in a call: proves that the answer is new
 * @param protection what this side wants; both must want the same
 * @param share X25519 public key of this side for this connection, nothing without a key
 * @param frameMax bytes of the greatest frame that this side takes
 * @param window operations that may be on their way unacknowledged
 * @param extentSize bytes of a coarse extent in this side's logs
 * @param abilities bits of what this side can beyond version 1; none is defined yet
 */
public record Hello(
        long nonce,
        long answers,
        Protection protection,
        Bytes share,
        int frameMax,
        int window,
        int extentSize,
        long abilities) {

    /** Bytes of a greeting frame's payload, at most. */
    public static final int SIZE_MAX = Message.OVERHEAD + 256;

    /** Bytes of a share. */
    public static final int SHARE = 32;

    private static final int FRAME_MIN = 64 << 10;

    /** A greeting with its header. */
    public record Received(Header header, Hello hello) {}

    /** Writes the payload of a greeting frame. */
    public static void write(ByteBuffer out, Header header, Hello hello, Seals seals) {
        Message.write(out, header, writer -> hello.fields(writer), seals);
    }

    private void fields(Writer out) {
        out.u64(nonce).u64(answers).code(protection).bytes16(share.toArray(), SHARE);
        out.i32(frameMax).i32(window).i32(extentSize).u64(abilities);
    }

    /** Reads the payload of a greeting frame; refuses, in words for both sides, what differs. */
    public static Received open(ByteBuffer payload, Identity me, Protection wanted, Seals seals)
            throws Refused {
        Message message = Message.open(payload, me, Kind.STREAM, seals);
        Reader in = message.body();
        var hello =
                new Hello(
                        in.u64("nonce"),
                        in.u64("nonce answered"),
                        in.oneOf("protection", Protection.values()),
                        Bytes.copyOf(in.bytes16("share", SHARE)),
                        in.count32("greatest frame", Limits.FRAME),
                        in.count32("window", 1 << 20),
                        in.count32("extent size", 1 << 30),
                        in.u64("abilities"));
        in.end("greeting");
        if (hello.protection != wanted) {
            throw new Refused(
                    Refusal.Reason.WRONG_KEY,
                    "node %d protects the stream by %s, this node by %s"
                            .formatted(message.header().node(), hello.protection, wanted));
        }
        boolean sealed = hello.protection == Protection.SEALED;
        if (hello.share.length() != (sealed ? SHARE : 0)) {
            throw in.malformed("share", hello.share.length() + " bytes", "32 for a sealed stream");
        }
        if (hello.frameMax < FRAME_MIN || hello.window == 0 || hello.extentSize == 0) {
            throw in.malformed("greeting", "" + hello, "frames of 64 KiB, a window, extents");
        }
        return new Received(message.header(), hello);
    }

    /** The answer to our own greeting: refuses an old one that somebody repeats. */
    public static void checkAnswer(Hello ours, Hello answer) throws Refused {
        if (answer.answers != ours.nonce) {
            throw new Refused(
                    Refusal.Reason.REPLAYED, "the answer is not an answer to our greeting");
        }
    }
}
