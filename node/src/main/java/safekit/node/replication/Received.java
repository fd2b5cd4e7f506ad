package safekit.node.replication;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where frames wait until they are applied: many small ones share a buffer, which is used again
 * when the last of them is done. Used with the lock of the secondary.
 */
final class Received {
    private static final int KEPT = 4 << 20;

    /** A buffer and how many frames in it wait. */
    static final class Slab {
        private final ByteBuffer bytes;
        private int waiting;

        private Slab(ByteBuffer bytes) {
            this.bytes = bytes;
        }

        ByteBuffer bytes() {
            return bytes;
        }
    }

    private final Buffers buffers = new Buffers(KEPT);
    private @Nullable Slab filling;

    /** Copies a frame's payload to the end of the slab that is returned; {@link #done} frees it. */
    Slab keep(ByteBuffer frames, int from, int to) {
        Slab slab = filling;
        if (slab == null || slab.bytes.remaining() < to - from) {
            if (slab != null && slab.waiting == 0) {
                buffers.give(slab.bytes);
            }
            slab = new Slab(buffers.take(to - from));
            filling = slab;
        }
        ByteBuffer bytes = slab.bytes;
        bytes.put(bytes.position(), frames, from, to - from);
        bytes.position(bytes.position() + to - from);
        slab.waiting++;
        return slab;
    }

    /** A frame in it is not looked at any more. */
    void done(Slab slab) {
        slab.waiting--;
        if (slab.waiting > 0) {
            return;
        }
        if (slab == filling) {
            slab.bytes.clear();
        } else {
            buffers.give(slab.bytes);
        }
    }
}
