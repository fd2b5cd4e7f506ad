package safekit.core.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import safekit.core.base.Check;
import safekit.core.bytes.Refusal;
import safekit.core.bytes.Refused;
import safekit.core.bytes.Writer;

/**
 * AES-256-GCM for one {@link Scope}. Key and nonce prefix are HKDF-Expand (RFC 5869) of the cluster
 * key over the scope. The nonce is {node u16, prefix 48 bits, counter u32}; the counter is the
 * lower half of the caller's sequence number, which must grow. Not thread-safe.
 */
public final class Sealer {
    /** Bytes that sealing adds. */
    public static final int TAG = 16;

    private static final int NONCE = 12;
    private static final long NONE_YET = -1;

    private final Scope scope;
    private final SecretKeySpec key;
    private final byte[] nonce = new byte[NONCE];
    private final Cipher cipher;
    private long last = NONE_YET;

    /** Derives the key. */
    public Sealer(ClusterKey cluster, Scope scope) {
        this.scope = scope;
        byte[] info = scope.bytes();
        byte[] first = cluster.mac(join(new byte[0], info, 1));
        byte[] second = cluster.mac(join(first, info, 2));
        key = new SecretKeySpec(first, "AES");
        new Writer(ByteBuffer.wrap(nonce)).u16(scope.node()).raw(Arrays.copyOf(second, 6));
        try {
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new Check.BrokenInvariant("every JDK has AES/GCM: " + e.getMessage());
        }
    }

    /** Whether this sequence number belongs to this key; if not, make a sealer for its scope. */
    public boolean covers(long sequence) {
        return sequence >>> 32 == scope.epoch();
    }

    boolean precedes(Scope next) {
        return scope.epoch() < next.epoch();
    }

    /**
     * Seals {@code plain} into {@code out}, which needs {@link #TAG} bytes more.
     *
     * @param known what is not hidden but must not be changed
     */
    public void seal(long sequence, ByteBuffer known, ByteBuffer plain, ByteBuffer out) {
        Check.that(covers(sequence), "a derived key seals at most 2^32 messages");
        Check.that(sequence > last, "a nonce is used once: sequence numbers grow");
        last = sequence;
        try {
            run(Cipher.ENCRYPT_MODE, sequence, known, plain, out);
        } catch (GeneralSecurityException e) {
            throw new Check.BrokenInvariant("sealing does not fail: " + e.getMessage());
        }
    }

    /**
     * Seals bytes in place; the tag follows at {@code to}.
     *
     * @param known what lies from here to {@code from} is not hidden but must not be changed
     */
    void sealInPlace(long sequence, byte[] bytes, int known, int from, int to) {
        Check.that(covers(sequence), "a derived key seals at most 2^32 messages");
        Check.that(sequence > last, "a nonce is used once: sequence numbers grow");
        last = sequence;
        try {
            init(Cipher.ENCRYPT_MODE, sequence);
            cipher.updateAAD(bytes, known, from - known);
            cipher.doFinal(bytes, from, to - from, bytes, from);
        } catch (GeneralSecurityException e) {
            throw new Check.BrokenInvariant("sealing does not fail: " + e.getMessage());
        }
    }

    /** Opens in place what {@link #sealInPlace} made; {@code to} is behind the tag. */
    void openInPlace(long sequence, byte[] bytes, int known, int from, int to) throws Refused {
        if (!covers(sequence) || to - from < TAG) {
            throw tooShort();
        }
        try {
            init(Cipher.DECRYPT_MODE, sequence);
            cipher.updateAAD(bytes, known, from - known);
            cipher.doFinal(bytes, from, to - from, bytes, from);
        } catch (AEADBadTagException e) {
            throw broken();
        } catch (GeneralSecurityException e) {
            throw new Check.BrokenInvariant("opening fails by its tag only: " + e.getMessage());
        }
    }

    /** Opens what {@link #seal} of the same scope made; refuses anything else. */
    public void open(long sequence, ByteBuffer known, ByteBuffer sealed, ByteBuffer out)
            throws Refused {
        if (!covers(sequence) || sealed.remaining() < TAG) {
            throw tooShort();
        }
        try {
            run(Cipher.DECRYPT_MODE, sequence, known, sealed, out);
        } catch (AEADBadTagException e) {
            throw broken();
        } catch (GeneralSecurityException e) {
            throw new Check.BrokenInvariant("opening fails by its tag only: " + e.getMessage());
        }
    }

    private void run(int mode, long sequence, ByteBuffer known, ByteBuffer in, ByteBuffer out)
            throws GeneralSecurityException, ShortBufferException {
        init(mode, sequence);
        cipher.updateAAD(known);
        cipher.doFinal(in, out);
    }

    private void init(int mode, long sequence) throws GeneralSecurityException {
        ByteBuffer.wrap(nonce).order(ByteOrder.LITTLE_ENDIAN).putInt(8, (int) sequence);
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG, nonce));
    }

    private static Refused tooShort() {
        return new Refused(Refusal.Reason.TRUNCATED, "it is too short to be sealed");
    }

    private static Refused broken() {
        return new Refused(
                Refusal.Reason.WRONG_KEY, "its seal is broken: another key, or it was changed");
    }

    private static byte[] join(byte[] before, byte[] info, int round) {
        byte[] all = Arrays.copyOf(before, before.length + info.length + 1);
        System.arraycopy(info, 0, all, before.length, info.length);
        all[all.length - 1] = (byte) round;
        return all;
    }
}
