package safekit.node.heartbeat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import safekit.core.base.DisplayState;
import safekit.core.bytes.Refusal;
import safekit.core.generation.Tuple;
import safekit.core.mirror.Beat;
import safekit.core.mirror.Phase;
import safekit.core.mirror.Verb;

/** Keeps what a listener is told, for a test to wait for. */
public final class HeardBeats implements Listener {
    public final BlockingQueue<Beat> heard = new LinkedBlockingQueue<>();
    public final BlockingQueue<Refusal> refused = new LinkedBlockingQueue<>();
    public final BlockingQueue<Boolean> present = new LinkedBlockingQueue<>();

    @Override
    public void heard(int lan, Beat beat) {
        heard.add(beat);
    }

    @Override
    public void refused(int lan, Refusal refusal) {
        refused.add(refusal);
    }

    @Override
    public void localAddress(int lan, boolean there) {
        present.add(there);
    }

    /** What a node with a disk, a lan and failover says. */
    public static Beat beat(
            int node,
            long incarnation,
            long sequence,
            Phase phase,
            DisplayState shown,
            boolean serving,
            Tuple tuple,
            Verb verb,
            long nonce) {
        return new Beat(
                node,
                incarnation,
                sequence,
                0,
                phase,
                shown,
                serving,
                false,
                false,
                false,
                false,
                false,
                true,
                true,
                true,
                0,
                tuple,
                0,
                verb,
                nonce,
                0);
    }
}
