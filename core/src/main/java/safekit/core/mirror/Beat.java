package safekit.core.mirror;

import safekit.core.base.DisplayState;
import safekit.core.generation.Standpoint;
import safekit.core.generation.Tuple;

/**
 * One heartbeat: the whole public status of a node, and at most one verb. Sent each pulse on each
 * lan and on the stream. Encoded by {@code safekit.core.wire}.
 *
 * @param node position of the sender in the cluster order
 * @param incarnation the module process and run that speaks; 0 = safeadmin stands in
 * @param sequence grows with each beat of an incarnation
 * @param toIncarnation the peer's incarnation that the verb is meant for, 0 when unknown
 * @param phase where the sender is
 * @param state what its users see
 * @param serving whether it acknowledges writes now
 * @param frozen whether it holds back acknowledgements until a doubt is resolved
 * @param grant whether it holds the right to take over
 * @param receiver it died as PRIM while its peer could take over: it will only receive
 * @param prim it is being started by a {@code prim} command
 * @param degraded it serves unreplicated after a failure of its own replication
 * @param failover whether automatic failover is on there
 * @param bootHolds whether its tuple's boot holds
 * @param anchorHolds whether its directories carry its tuple's anchor
 * @param session the session it is in, 0 = none
 * @param tuple what it knows durably
 * @param dead incarnation that safeadmin knows to be dead, 0 = none known
 * @param verb what is asked or answered
 * @param nonce ties an answer to its question
 * @param verbSession the session that the verb is about
 */
public record Beat(
        int node,
        long incarnation,
        long sequence,
        long toIncarnation,
        Phase phase,
        DisplayState state,
        boolean serving,
        boolean frozen,
        boolean grant,
        boolean receiver,
        boolean prim,
        boolean degraded,
        boolean failover,
        boolean bootHolds,
        boolean anchorHolds,
        long session,
        Tuple tuple,
        long dead,
        Verb verb,
        long nonce,
        long verbSession) {

    /** Whether safeadmin speaks because no module process runs. */
    public boolean standIn() {
        return incarnation == 0;
    }

    /** The sender as one side of a meeting. */
    public Standpoint standpoint(String name) {
        return new Standpoint(tuple, serving, bootHolds, anchorHolds, node, name);
    }
}
