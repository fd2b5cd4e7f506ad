package safekit.sim;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import safekit.core.bytes.Reader;
import safekit.core.bytes.Refusal;
import safekit.core.bytes.Refused;
import safekit.core.bytes.Writer;
import safekit.core.mirror.Beat;
import safekit.core.mirror.Control;
import safekit.core.wire.BeatCodec;
import safekit.core.wire.ClusterKey;
import safekit.core.wire.ControlCodec;
import safekit.core.wire.Identity;
import safekit.core.wire.Message;
import safekit.core.wire.ReplayWindow;
import safekit.core.wire.Seals;

/** Everything the machines say goes through the product's own bytes, as on a real network. */
final class Codec {
    private static final int MODULE = 1;

    private final World world;
    private final Identity me;
    private final ByteBuffer buffer = ByteBuffer.allocate(4 * Message.DATAGRAM_MAX);
    private Seals seals = Seals.none();
    private ReplayWindow[] windows = {};
    private final long[] sequences = new long[Network.LANS];

    Codec(World world, int node) {
        this.world = world;
        this.me = new Identity(0x5afe, MODULE, 0xa0, node, 2);
        processStarts();
    }

    /** A process remembers neither what it heard nor which keys it derived. */
    void processStarts() {
        seals = world.encrypted ? Seals.with(key()) : Seals.none();
        windows = new ReplayWindow[Network.LANS];
        Arrays.setAll(windows, _ -> new ReplayWindow());
        Arrays.fill(sequences, 0);
    }

    private static ClusterKey key() {
        var bytes = new byte[ClusterKey.SIZE];
        Arrays.fill(bytes, (byte) 7);
        return ClusterKey.of(bytes);
    }

    byte[] datagram(int lan, Beat beat) {
        buffer.clear();
        long speaker = beat.standIn() ? beat.dead() : beat.incarnation();
        BeatCodec.datagram(buffer, me, lan, speaker, ++sequences[lan], beat, seals);
        return written();
    }

    /** The beat, or null for one that was heard before. */
    @Nullable Beat open(int lan, byte[] bytes) {
        try {
            return BeatCodec.open(ByteBuffer.wrap(bytes), me, seals, windows[lan]);
        } catch (Refused refused) {
            if (refused.refusal().reason() != Refusal.Reason.REPLAYED) {
                world.oracle.broken("our own datagram is refused: " + refused.getMessage());
            }
            return null;
        }
    }

    byte[] control(Control control) {
        buffer.clear();
        ControlCodec.write(new Writer(buffer), control);
        return written();
    }

    Control control(byte[] bytes) {
        try {
            return ControlCodec.read(new Reader(ByteBuffer.wrap(bytes), false));
        } catch (Refused refused) {
            throw new IllegalStateException("our own control is refused", refused);
        }
    }

    private byte[] written() {
        return Arrays.copyOf(buffer.array(), buffer.position());
    }
}
