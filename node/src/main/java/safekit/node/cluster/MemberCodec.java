package safekit.node.cluster;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import safekit.core.base.Check;

/**
 * The datagram in which a node tells of itself: magic, version u8, version understood u8, sealed
 * u8, 8 bytes of the cluster signature, then the body. With a key the body is a nonce of 12 random
 * bytes and AES-256-GCM over the rest, which also covers the bytes before. Not thread-safe.
 */
final class MemberCodec {
    /** Largest datagram; a table of 32 modules needs about a tenth of it. */
    static final int LARGEST = 60_000;

    private static final int MAGIC = 0x534b4d42;
    private static final int VERSION = 1;
    private static final int HEADER = 15;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int MOST_MODULES = 1000;

    private final byte[] signature;
    private final @Nullable SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    MemberCodec(Cluster cluster) {
        signature = HexFormat.of().parseHex(cluster.signature().substring(0, 16));
        byte[] bytes = cluster.key().bytes();
        key = bytes == null ? null : new SecretKeySpec(bytes, "AES");
    }

    /**
     * What a datagram says.
     *
     * @param epoch grows from start to start of the sender
     * @param sequence grows from datagram to datagram of one epoch
     */
    record Told(long epoch, long sequence, MemberTable table) {}

    /** Why a datagram was dropped. */
    static final class Dropped extends Exception {
        private static final long serialVersionUID = 1;

        Dropped(String sentence) {
            super(sentence);
        }
    }

    ByteBuffer encode(Told told) {
        byte[] body = body(told);
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        header.putInt(MAGIC).put((byte) VERSION).put((byte) VERSION);
        header.put((byte) (key == null ? 0 : 1)).put(signature).flip();
        if (key == null) {
            return ByteBuffer.allocate(HEADER + body.length).put(header).put(body).flip();
        }
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] sealed = crypt(key, Cipher.ENCRYPT_MODE, nonce, header.array(), body);
        if (sealed == null) {
            throw new Check.BrokenInvariant("sealing does not fail");
        }
        return ByteBuffer.allocate(HEADER + NONCE + sealed.length)
                .put(header)
                .put(nonce)
                .put(sealed)
                .flip();
    }

    Told decode(ByteBuffer datagram) throws Dropped {
        ByteBuffer header = datagram.duplicate();
        if (datagram.remaining() < HEADER || datagram.getInt() != MAGIC) {
            throw new Dropped("it is no message of the membership");
        }
        int version = datagram.get();
        int understood = datagram.get();
        if (understood > VERSION) {
            throw new Dropped(
                    "it is of version %d, this node understands %d".formatted(version, VERSION));
        }
        boolean sealed = datagram.get() != 0;
        byte[] theirs = new byte[signature.length];
        datagram.get(theirs);
        if (!Arrays.equals(theirs, signature)) {
            throw new Dropped("it has another cluster configuration or key");
        }
        if (sealed != (key != null)) {
            throw new Dropped("only one of the nodes has a key");
        }
        byte[] known = new byte[HEADER];
        header.get(known);
        byte[] body = new byte[datagram.remaining()];
        datagram.get(body);
        try {
            return parse(ByteBuffer.wrap(key == null ? body : opened(key, known, body)));
        } catch (BufferUnderflowException e) {
            throw new Dropped("it is too short");
        }
    }

    private static byte[] opened(SecretKeySpec key, byte[] known, byte[] body) throws Dropped {
        if (body.length < NONCE) {
            throw new Dropped("it is too short to be sealed");
        }
        byte[] nonce = Arrays.copyOf(body, NONCE);
        byte[] sealed = Arrays.copyOfRange(body, NONCE, body.length);
        byte[] plain = crypt(key, Cipher.DECRYPT_MODE, nonce, known, sealed);
        if (plain == null) {
            throw new Dropped("its messages are not sealed with the key of the cluster");
        }
        return plain;
    }

    /** Null when the seal is broken. */
    private static byte @Nullable [] crypt(
            SecretKeySpec key, int mode, byte[] nonce, byte[] known, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(known);
            return cipher.doFinal(input);
        } catch (AEADBadTagException e) {
            return null;
        } catch (GeneralSecurityException e) {
            throw new Check.BrokenInvariant("every JDK has AES/GCM: " + e.getMessage());
        }
    }

    private static byte[] body(Told told) {
        ByteBuffer body = ByteBuffer.allocate(LARGEST);
        ClusterCommands.Confinfo own = told.table().confinfo();
        body.putLong(told.epoch()).putLong(told.sequence());
        text(body, own.node());
        text(body, own.signature());
        body.putLong(own.date()).put((byte) (own.locked() ? 1 : 0));
        body.putShort((short) told.table().modules().size());
        for (MemberTable.Module module : told.table().modules()) {
            text(body, module.name());
            text(body, module.mode());
            body.putInt(module.id()).putLong(module.date());
            text(body, module.signature());
        }
        byte[] bytes = new byte[body.flip().remaining()];
        body.get(bytes);
        return bytes;
    }

    private static Told parse(ByteBuffer body) throws Dropped {
        long epoch = body.getLong();
        long sequence = body.getLong();
        var own =
                new ClusterCommands.Confinfo(
                        text(body), text(body), body.getLong(), body.get() != 0);
        int count = body.getShort();
        if (count < 0 || count > MOST_MODULES) {
            throw new Dropped("it tells of %d modules".formatted(count));
        }
        List<MemberTable.Module> modules = new ArrayList<>();
        for (int left = count; left > 0; left--) {
            String name = text(body);
            String mode = text(body);
            int id = body.getInt();
            long date = body.getLong();
            modules.add(new MemberTable.Module(name, mode, id, date, text(body)));
        }
        return new Told(epoch, sequence, new MemberTable(own, modules));
    }

    private static void text(ByteBuffer to, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Check.that(bytes.length < 256, "a text of the module table has at most 255 bytes");
        to.put((byte) bytes.length).put(bytes);
    }

    private static String text(ByteBuffer from) {
        byte[] bytes = new byte[Byte.toUnsignedInt(from.get())];
        from.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
