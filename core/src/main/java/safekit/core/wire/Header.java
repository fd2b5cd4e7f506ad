package safekit.core.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import safekit.core.base.Check;
import safekit.core.bytes.Reader;
import safekit.core.bytes.Refusal;
import safekit.core.bytes.Refused;
import safekit.core.bytes.Writer;

/**
 * What every message of ours begins with (design.md section 4, docs/protocol/heartbeat.md).
 *
 * @param version version of the writer, 1 to 65535
 * @param oldest oldest version that the writer understands
 * @param sealed whether what follows is encrypted
 * @param kind what the message is
 * @param channel lan or connection, so that what one carried is not replayed on another; 0 to 255
 * @param module number of the module, 0 = the cluster itself; 0 to 65535
 * @param node position of the sender in the cluster order; 0 to 65535
 * @param cluster see {@link #clusterOf}
 * @param moduleName see {@link #nameOf}
 * @param incarnation of the process that speaks; never 0, grows with each process of a node
 * @param session the session it belongs to, 0 = none
 * @param dataId id of the data that the sender holds, 0 = none
 * @param sequence number of the message on its channel, grows, never used twice
 */
public record Header(
        int version,
        int oldest,
        boolean sealed,
        Kind kind,
        int channel,
        int module,
        int node,
        long cluster,
        long moduleName,
        long incarnation,
        long session,
        long dataId,
        long sequence) {

    /** The version that this code writes. */
    public static final int VERSION = 1;

    /** The oldest version that this code reads. */
    public static final int OLDEST = 1;

    /** Bytes of the header that this version writes. */
    public static final int SIZE = 64;

    private static final int MAGIC = 0x31574B53; // "SKW1"
    private static final int SEALED = 1;

    /** A header of our version. */
    public static Header ours(
            Identity from, Kind kind, int channel, long incarnation, long sequence) {
        return new Header(
                VERSION,
                OLDEST,
                false,
                kind,
                channel,
                from.module(),
                from.node(),
                from.cluster(),
                from.moduleName(),
                incarnation,
                0,
                0,
                sequence);
    }

    /** The same in a session. */
    public Header in(long newSession, long newDataId) {
        return change(sealed, newSession, newDataId);
    }

    Header sealed(boolean now) {
        return change(now, session, dataId);
    }

    private Header change(boolean newSealed, long newSession, long newDataId) {
        return new Header(
                version,
                oldest,
                newSealed,
                kind,
                channel,
                module,
                node,
                cluster,
                moduleName,
                incarnation,
                newSession,
                newDataId,
                sequence);
    }

    /** Whether a newer version wrote it, so that unknown fields may follow ours. */
    public boolean newer() {
        return version > VERSION;
    }

    /** First 64 bits of the signature of a cluster configuration (a SHA-256, OPEN 01-5). */
    public static long clusterOf(byte[] signature) {
        Check.that(signature.length >= 8, "a signature has at least 64 bits");
        return ByteBuffer.wrap(signature).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    /** FNV-1a, 64 bits, of a module name in UTF-8; empty for the cluster itself. */
    public static long nameOf(String module) {
        long hash = 0xCBF29CE484222325L;
        for (byte b : module.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001B3L;
        }
        return hash;
    }

    /** Writes {@link #SIZE} bytes. */
    void write(Writer out) {
        out.i32(MAGIC).u16(version).u16(oldest).u8(SIZE).u8(sealed ? SEALED : 0);
        out.code(kind).u8(channel).u16(module).u16(node).u64(cluster).u64(moduleName);
        out.u64(incarnation).u64(session).u64(dataId).u64(sequence);
    }

    /** Reads a header that this version understands. */
    static Header read(Reader in) throws Refused {
        if (in.i32("magic") != MAGIC) {
            throw new Refused(
                    Refusal.Reason.NOT_OURS, "it does not begin with the magic number of SafeKit");
        }
        int version = in.u16("version");
        int oldest = in.u16("oldest version understood");
        understood(version, oldest);
        int size = in.u8("header length");
        boolean newer = version > VERSION;
        if (size < SIZE || (size > SIZE && !newer)) {
            throw in.malformed("header length", "" + size, "" + SIZE);
        }
        boolean sealed = (in.bits8("header flags", SEALED) & SEALED) != 0;
        Kind kind = in.oneOf("kind", Kind.values());
        int channel = in.u8("channel");
        int module = in.u16("module");
        int node = in.u16("node");
        long cluster = in.u64("cluster");
        long moduleName = in.u64("module name");
        long incarnation = in.u64("incarnation");
        long session = in.u64("session");
        long dataId = in.u64("data id");
        long sequence = in.positive64("sequence");
        in.part("fields of a newer header", size - SIZE);
        return new Header(
                version,
                oldest,
                sealed,
                kind,
                channel,
                module,
                node,
                cluster,
                moduleName,
                incarnation,
                session,
                dataId,
                sequence);
    }

    private static void understood(int version, int oldest) throws Refused {
        if (version < OLDEST) {
            throw new Refused(
                    Refusal.Reason.TOO_OLD,
                    "it speaks version %d, the oldest understood here is %d: upgrade that node"
                            .formatted(version, OLDEST));
        }
        if (oldest > VERSION) {
            throw new Refused(
                    Refusal.Reason.TOO_NEW,
                    "it speaks version %d and understands %d at the oldest, here is %d: upgrade"
                                    .formatted(version, oldest, VERSION)
                            + " this node");
        }
    }
}
