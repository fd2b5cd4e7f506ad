package safekit.core.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import safekit.core.base.Check;

/**
 * A secret that both nodes have: the cluster's, a module's own for its stream, or what the two ends
 * of one connection agreed on; 256 bits. It seals nothing itself: each sender seals with a key
 * derived for its {@link Scope}, so that two senders never share a nonce.
 */
public final class ClusterKey {
    /** Bytes of a key. */
    public static final int SIZE = 32;

    private static final byte[] AGREED = "safekit stream 2".getBytes(StandardCharsets.US_ASCII);

    private final SecretKeySpec secret;
    private final String name;
    private final int id;

    private ClusterKey(byte[] bytes, String name) {
        this.name = name;
        secret = new SecretKeySpec(bytes, "HmacSHA256");
        byte[] fingerprint = mac("safekit key id".getBytes(StandardCharsets.US_ASCII));
        id = ByteBuffer.wrap(fingerprint).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }

    /** A key of {@link #SIZE} bytes. */
    public static ClusterKey of(byte[] bytes) {
        return named(bytes, "cluster key");
    }

    /** The key of a module, of {@link #SIZE} bytes (spec 08, {@code safekit module genkey}). */
    public static ClusterKey ofModule(byte[] bytes) {
        return named(bytes, "module key");
    }

    private static ClusterKey named(byte[] bytes, String name) {
        Check.that(bytes.length == SIZE, "a key has 32 bytes");
        return new ClusterKey(bytes, name);
    }

    /**
     * The key of one connection: this key and what only the two ends know (docs/decisions/012).
     *
     * @param shared the secret that the two ends agreed on
     * @param callShare what the caller said in public for that
     * @param answerShare what the answerer said
     */
    public ClusterKey agreed(byte[] shared, byte[] callShare, byte[] answerShare) {
        byte[] info =
                ByteBuffer.allocate(AGREED.length + callShare.length + answerShare.length)
                        .put(AGREED)
                        .put(callShare)
                        .put(answerShare)
                        .array();
        try {
            AlgorithmParameterSpec how =
                    HKDFParameterSpec.ofExtract()
                            .addSalt(secret.getEncoded())
                            .addIKM(shared)
                            .thenExpand(info, SIZE);
            byte[] bytes = KDF.getInstance("HKDF-SHA256").deriveData(how);
            return named(bytes, "connection key");
        } catch (GeneralSecurityException e) {
            throw new Check.BrokenInvariant("every JDK has HKDF-SHA256: " + e.getMessage());
        }
    }

    /** Says publicly which key it is. */
    public int id() {
        return id;
    }

    /** HMAC-SHA256 of these bytes. */
    byte[] mac(byte[] bytes) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new Check.BrokenInvariant("every JDK has HmacSHA256: " + e.getMessage());
        }
    }

    @Override
    public String toString() {
        return "%s %08x".formatted(name, id);
    }
}
