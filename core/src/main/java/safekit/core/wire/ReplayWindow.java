package safekit.core.wire;

import safekit.core.bytes.Refusal;
import safekit.core.bytes.Refused;

/**
 * Refuses what was seen before, for one sender, kind and channel (OPEN 01-7): only strictly newer
 * numbers are taken, and an incarnation gives way only to a greater one. Incarnations must
 * therefore grow from process to process of a node, also over a loss of its files. Not thread-safe.
 */
public final class ReplayWindow {
    private long incarnation;
    private long sequence;
    private long refused;

    /** Nothing seen yet. */
    public ReplayWindow() {}

    /** Takes the message or refuses it. Call it only for messages that were opened. */
    public void accept(Header header) throws Refused {
        int order = Long.compareUnsigned(header.incarnation(), incarnation);
        if (order < 0 || (order == 0 && header.sequence() <= sequence)) {
            refused++;
            throw new Refused(
                    Refusal.Reason.REPLAYED,
                    "message %d of incarnation %s of node %d comes after %d of %s"
                            .formatted(
                                    header.sequence(),
                                    Long.toUnsignedString(header.incarnation()),
                                    header.node(),
                                    sequence,
                                    Long.toUnsignedString(incarnation)));
        }
        incarnation = header.incarnation();
        sequence = header.sequence();
    }

    /** How many were refused. */
    public long refused() {
        return refused;
    }
}
