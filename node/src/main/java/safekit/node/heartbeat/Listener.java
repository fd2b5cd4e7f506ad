package safekit.node.heartbeat;

import safekit.core.bytes.Refusal;
import safekit.core.mirror.Beat;

/** Told by the thread of the heartbeats; must return at once. */
public interface Listener {
    /** A beat arrived on the lan with this number. */
    void heard(int lan, Beat beat);

    /** A datagram was refused; told for the first of each reason only, all are counted. */
    void refused(int lan, Refusal refusal);

    /** The local address of a lan was lost, or is there (again); also told once at the start. */
    void localAddress(int lan, boolean present);
}
