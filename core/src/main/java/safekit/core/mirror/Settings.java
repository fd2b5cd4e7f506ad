package safekit.core.mirror;

import java.util.List;
import safekit.core.generation.Meeting;
import safekit.core.generation.Standpoint;

/**
 * What the configuration says about one mirror module on one node; does not change while it runs.
 *
 * @param node position of this node in the cluster order; the peer is the other of the two
 * @param name node name of this node
 * @param peerName node name of the peer
 * @param pulseNanos time between two beats
 * @param timeoutNanos silence after which the peer counts as lost (the longest of the heartbeats)
 * @param lanTimeoutNanos silence after which each heartbeat, in configuration order, is down
 * @param lanIdents ident of each heartbeat
 * @param replicated whether the module has {@code <rfs>}
 * @param acknowledgeOnReceipt {@code async="second"}
 * @param witness whether a split-brain witness is configured
 * @param preferred how {@code defaultprim} moves the application
 * @param preferredNode the node that {@link Preferred#NODE} means
 * @param addresses whether the module has virtual addresses
 * @param hooks whether the module has scripts around its replication ({@code scripts="on"})
 * @param checkpointNanos time between two checkpoints of both disks
 * @param scheduled whether reintegrations wait for a schedule ({@code syncat})
 * @param removed safety rules that are not obeyed: empty in the product
 */
public record Settings(
        int node,
        String name,
        String peerName,
        long pulseNanos,
        long timeoutNanos,
        List<Long> lanTimeoutNanos,
        List<String> lanIdents,
        boolean replicated,
        boolean acknowledgeOnReceipt,
        boolean witness,
        Preferred preferred,
        int preferredNode,
        boolean addresses,
        boolean hooks,
        long checkpointNanos,
        boolean scheduled,
        List<SafetyRule> removed) {

    /** Whether the machine obeys a rule; only the simulator removes any. */
    boolean obeys(SafetyRule rule) {
        return !removed.contains(rule);
    }

    /** Two nodes compared, in the light of the rules that are obeyed. */
    Meeting meeting(Standpoint self, Standpoint peer) {
        Meeting meeting = Meeting.of(self, peer);
        boolean diverged =
                meeting.relation() == Meeting.Relation.DIVERGED
                        || meeting.relation() == Meeting.Relation.DIVERGED_FAR;
        boolean nobodyServes = !self.serving() && !peer.serving();
        if (diverged && nobodyServes && !obeys(SafetyRule.DIVERGED_SOLE_WINS)) {
            return new Meeting(meeting.relation(), Meeting.Source.NOBODY, meeting.copy());
        }
        return meeting;
    }

    /** The three forms of {@code defaultprim} (spec 02 section 4). */
    public enum Preferred {
        /** The node that serves goes on serving. */
        ALONE,
        /** A named node gets the application back after its reintegration. */
        NODE,
        /** The returning node gets it back if it had it when it last stopped. */
        LAST_PRIM
    }

    /** Position of the peer in the cluster order. */
    int peerNode() {
        return 1 - node;
    }

    /** Doubt about the peer begins after this silence: two beats and some. */
    long doubtNanos() {
        return Math.min(timeoutNanos / 3, Math.max(3 * pulseNanos, 1));
    }

    /** A gap between two turns that is longer than this was a pause of the process. */
    long pauseNanos() {
        return pulseNanos;
    }

    /** How long the receiver waits for an answer to a join before it asks again. */
    long joinRetryNanos() {
        return Math.max(2 * pulseNanos, timeoutNanos / 6);
    }
}
