package safekit.core.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import safekit.core.bytes.Writer;

/**
 * Everything that one derived key is used for. Two senders, or one sender at two times, never have
 * the same scope, therefore never the same key and nonce.
 *
 * @param salt the nonces of both sides of a stream, 0 for datagrams
 * @param answerSalt the nonce of the side that answered, 0 for datagrams
 * @param epoch upper half of the sequence numbers: a derived key seals at most 2^32 messages
 */
public record Scope(
        long moduleName,
        int node,
        long incarnation,
        Kind kind,
        int channel,
        long salt,
        long answerSalt,
        long epoch) {
    private static final byte[] LABEL = "safekit seal 1".getBytes(StandardCharsets.US_ASCII);

    /** The scope of a message with this header. */
    public static Scope of(Header header) {
        return new Scope(
                header.moduleName(),
                header.node(),
                header.incarnation(),
                header.kind(),
                header.channel(),
                0,
                0,
                header.sequence() >>> 32);
    }

    /** The scope of the frames that this sender writes to a stream after both greetings. */
    public static Scope ofFrames(Header greeting, long salt, long answerSalt, long frame) {
        return new Scope(
                greeting.moduleName(),
                greeting.node(),
                greeting.incarnation(),
                greeting.kind(),
                greeting.channel(),
                salt,
                answerSalt,
                frame >>> 32);
    }

    Scope inEpoch(long other) {
        return new Scope(moduleName, node, incarnation, kind, channel, salt, answerSalt, other);
    }

    byte[] bytes() {
        var buffer = ByteBuffer.allocate(LABEL.length + 44);
        var out = new Writer(buffer).raw(LABEL);
        out.u64(moduleName).u16(node).u64(incarnation).code(kind).u8(channel);
        out.u64(salt).u64(answerSalt).u64(epoch);
        return buffer.array();
    }
}
