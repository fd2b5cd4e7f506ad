package safekit.core.generation;

/**
 * One node as seen in a meeting.
 *
 * @param tuple what it knows durably
 * @param serving whether it acknowledges the application's writes now
 * @param bootHolds whether {@link Tuple#boot()} still holds on that node, judged by that node
 * @param anchorHolds whether the anchor in its directories is the tuple's, judged by that node
 * @param index position of the node in the cluster order, the last tie-breaker
 * @param name its node name
 */
public record Standpoint(
        Tuple tuple,
        boolean serving,
        boolean bootHolds,
        boolean anchorHolds,
        int index,
        String name) {}
