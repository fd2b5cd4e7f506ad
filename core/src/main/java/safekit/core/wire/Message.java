package safekit.core.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import safekit.core.bytes.Reader;
import safekit.core.bytes.Refusal;
import safekit.core.bytes.Refused;
import safekit.core.bytes.Writer;

/**
 * A whole message: a datagram, the greeting of a stream, or one unit of a control socket. Clear:
 * header, body, CRC32C. Sealed: header, key id, sealed body; header and key id are authenticated
 * (docs/protocol/heartbeat.md).
 *
 * @param header who sent what
 * @param body reads the body, already opened
 */
public record Message(Header header, Reader body) {
    /** Bytes of the greatest datagram: it fits any path without fragments. */
    public static final int DATAGRAM_MAX = 1200;

    /** Bytes that a message has beside its body, at most. */
    public static final int OVERHEAD = Header.SIZE + 4 + Sealer.TAG;

    private static final int CHECKSUM = 4;

    /** Writes a message at the buffer's position. */
    public static void write(ByteBuffer out, Header header, Consumer<Writer> body, Seals seals) {
        int start = out.position();
        var writer = new Writer(out);
        ClusterKey key = seals.key();
        header.sealed(key != null).write(writer);
        if (key == null) {
            body.accept(writer);
            int end = out.position();
            out.putInt(checksum(out, start, end));
            return;
        }
        writer.i32(key.id());
        int from = out.position();
        body.accept(writer);
        byte[] plain = new byte[out.position() - from];
        out.get(from, plain);
        out.position(from);
        ByteBuffer known = out.duplicate().limit(from).position(start);
        seals.toWrite(key, header).seal(header.sequence(), known, ByteBuffer.wrap(plain), out);
    }

    /**
     * Opens what lies between the buffer's position and limit, which do not move.
     *
     * @param me what the header must agree with; on a control socket, which the kernel guards, only
     *     version and kind count, because a command may come before there is a cluster
     * @param kind the kind that is expected here
     */
    public static Message open(ByteBuffer in, Identity me, Kind kind, Seals seals) throws Refused {
        var reader = new Reader(in, false);
        Header header = Header.read(reader);
        if (header.kind() != kind) {
            throw new Refused(
                    Refusal.Reason.WRONG_KIND,
                    "it is a %s, expected a %s".formatted(header.kind(), kind));
        }
        if (kind != Kind.LOCAL) {
            me.check(header);
        }
        ClusterKey key = seals.key();
        if (header.sealed() != (key != null)) {
            throw new Refused(
                    Refusal.Reason.WRONG_KEY,
                    header.sealed()
                            ? "it is sealed, but this node has no key"
                            : "it is not sealed, but this node has a key");
        }
        ByteBuffer body = key == null ? clear(in, reader) : opened(in, reader, header, seals, key);
        return new Message(header, new Reader(body, header.newer()));
    }

    private static ByteBuffer clear(ByteBuffer in, Reader reader) throws Refused {
        int from = reader.position();
        int end = in.limit() - CHECKSUM;
        if (end < from) {
            throw new Refused(Refusal.Reason.TRUNCATED, "its checksum is cut off");
        }
        ByteBuffer all = in.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (all.getInt(end) != checksum(in, in.position(), end)) {
            throw new Refused(Refusal.Reason.CHECKSUM, "its checksum is wrong");
        }
        return all.limit(end).position(from);
    }

    private static ByteBuffer opened(
            ByteBuffer in, Reader reader, Header header, Seals seals, ClusterKey key)
            throws Refused {
        int keyId = reader.i32("key id");
        if (keyId != key.id()) {
            throw new Refused(
                    Refusal.Reason.WRONG_KEY,
                    "it is sealed with another key, %08x, here is the %s".formatted(keyId, key));
        }
        int from = reader.position();
        ByteBuffer known = in.duplicate().limit(from);
        ByteBuffer sealed = in.duplicate().position(from);
        ByteBuffer body = ByteBuffer.allocate(Math.max(0, sealed.remaining() - Sealer.TAG));
        seals.toRead(key, header).open(header.sequence(), known, sealed, body);
        return body.flip();
    }

    private static int checksum(ByteBuffer bytes, int from, int to) {
        var crc = new CRC32C();
        crc.update(bytes.duplicate().limit(to).position(from));
        return (int) crc.getValue();
    }
}
