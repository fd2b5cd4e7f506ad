package safekit.core.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import safekit.core.base.Check;

/**
 * The secret of a cluster, 256 random bits. It seals nothing itself: each sender seals with a key
 * derived for its {@link Scope}, so that two senders never share a nonce.
 */
public final class ClusterKey {
    /** Bytes of a key. */
    public static final int SIZE = 32;

    private final SecretKeySpec secret;
    private final int id;

    private ClusterKey(byte[] bytes) {
        secret = new SecretKeySpec(bytes, "HmacSHA256");
        byte[] fingerprint = mac("safekit key id".getBytes(StandardCharsets.US_ASCII));
        id = ByteBuffer.wrap(fingerprint).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }

    /** A key of {@link #SIZE} bytes. */
    public static ClusterKey of(byte[] bytes) {
        Check.that(bytes.length == SIZE, "a cluster key has 32 bytes");
        return new ClusterKey(bytes);
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
        return "cluster key %08x".formatted(id);
    }
}
