package safekit.bench.resync;

import safekit.lab.host.Lan;
import safekit.lab.product.Node;

/** What passed on the lan of the replication, in both directions, with all headers. */
final class Wire {
    private static final double MEBIBYTE = 1 << 20;

    private final Node node;
    private final String counters;
    private final long before;

    /** From now on; the node keeps its power until {@link #mebibytes}. */
    Wire(Node node, Lan lan) {
        this.node = node;
        String directory = "/sys/class/net/" + lan.hostInterface() + "/statistics/";
        counters = "cat " + directory + "rx_bytes " + directory + "tx_bytes";
        before = bytes();
    }

    double mebibytes() {
        return (bytes() - before) / MEBIBYTE;
    }

    private long bytes() {
        return node.sh(counters).orThrow().out().lines().mapToLong(Long::parseLong).sum();
    }
}
