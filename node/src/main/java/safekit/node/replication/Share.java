package safekit.node.replication;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.XECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;
import javax.crypto.KeyAgreement;
import safekit.core.base.Check;
import safekit.core.bytes.Bytes;
import safekit.core.bytes.Refusal;
import safekit.core.bytes.Refused;
import safekit.core.wire.Hello;

/**
 * One side of the agreement on the key of one connection (X25519, RFC 7748). It is forgotten with
 * the greeting, so whoever learns the key of the cluster or the module later cannot read what was
 * recorded before.
 */
final class Share {
    private static final String CURVE = "X25519";

    private final KeyPair pair;

    /** A fresh one. */
    Share() {
        try {
            pair = KeyPairGenerator.getInstance(CURVE).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new Check.BrokenInvariant("every JDK has X25519: " + e.getMessage());
        }
    }

    /** What is said in public: the coordinate in 32 bytes, little endian. */
    Bytes open() {
        byte[] number = ((XECPublicKey) pair.getPublic()).getU().toByteArray();
        byte[] bytes = new byte[Hello.SHARE];
        for (int i = 0; i < Math.min(number.length, bytes.length); i++) {
            bytes[i] = number[number.length - 1 - i];
        }
        return Bytes.copyOf(bytes);
    }

    /** The secret that the two sides share; refuses a share that nobody honest makes. */
    byte[] with(Bytes theirs) throws Refused {
        byte[] number = new byte[Hello.SHARE];
        byte[] little = theirs.toArray();
        for (int i = 0; i < number.length; i++) {
            number[i] = little[number.length - 1 - i];
        }
        number[0] &= 0x7f;
        try {
            var spec = new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, number));
            var agreement = KeyAgreement.getInstance(CURVE);
            agreement.init(pair.getPrivate());
            agreement.doPhase(KeyFactory.getInstance(CURVE).generatePublic(spec), true);
            return agreement.generateSecret();
        } catch (InvalidKeyException weak) {
            throw new Refused(Refusal.Reason.MALFORMED, "a share of no use: " + weak.getMessage());
        } catch (GeneralSecurityException e) {
            throw new Check.BrokenInvariant("every JDK has X25519: " + e.getMessage());
        }
    }
}
