package safekit.node.replication;

/**
 * What the stream did in one interval (spec 04 section 8).
 *
 * @param replication KB/s of the application's writes that were sent
 * @param reintegration KB/s that a reintegration copied
 * @param out KB/s to the network
 * @param in KB/s from the network
 * @param answered changes that waited for the secondary and were answered
 * @param median microseconds from sending to answering, half of them took at most this
 * @param slow microseconds, 99 of 100 took at most this
 */
public record Figures(
        long replication,
        long reintegration,
        long out,
        long in,
        long answered,
        long median,
        long slow) {
    /** Nothing happened. */
    public static final Figures NONE = new Figures(0, 0, 0, 0, 0, 0, 0);
}
