package safekit.core.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import safekit.core.base.Check;
import safekit.core.bytes.Refused;

/**
 * Seals or opens the frames of one direction of a stream. Frames are counted on both sides, so a
 * frame that is missing, repeated or moved does not open. The key is bound to the nonces of both
 * greetings, so a recorded stream is of no use. Not thread-safe.
 */
public final class FrameSeal {
    /** Nothing is sealed. */
    public static final FrameSeal NONE = new FrameSeal(null, null, 0, 0);

    private final @Nullable ClusterKey key;
    private final @Nullable Header greeting;
    private final long salt;
    private final long answerSalt;
    private @Nullable Sealer sealer;
    private long frame;

    private FrameSeal(
            @Nullable ClusterKey key, @Nullable Header greeting, long salt, long answerSalt) {
        this.key = key;
        this.greeting = greeting;
        this.salt = salt;
        this.answerSalt = answerSalt;
    }

    /**
     * For the frames that the sender of this greeting writes.
     *
     * @param salt nonce of the side that called
     * @param answerSalt nonce of the side that answered
     */
    public static FrameSeal of(ClusterKey key, Header greeting, long salt, long answerSalt) {
        return new FrameSeal(key, greeting, salt, answerSalt);
    }

    /** Seals [{@code from}, {@code to}) in place; its tag follows. The buffer lies in an array. */
    void seal(ByteBuffer out, int start, int from, int to) {
        int base = out.arrayOffset();
        current().sealInPlace(frame++, out.array(), base + start, base + from, base + to);
    }

    /** Opens [{@code from}, {@code to}), tag included, in place. The buffer lies in an array. */
    void open(ByteBuffer in, int start, int from, int to) throws Refused {
        int base = in.arrayOffset();
        current().openInPlace(frame++, in.array(), base + start, base + from, base + to);
    }

    private Sealer current() {
        if (key == null || greeting == null) {
            throw new Check.BrokenInvariant("a stream without a key seals nothing");
        }
        Sealer now = sealer;
        if (now == null || !now.covers(frame)) {
            now = new Sealer(key, Scope.ofFrames(greeting, salt, answerSalt, frame));
            sealer = now;
        }
        return now;
    }
}
