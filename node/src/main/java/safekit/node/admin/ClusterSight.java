package safekit.node.admin;

import java.util.function.BooleanSupplier;

/**
 * Whether this safeadmin sees another node of the cluster: the function cluster() of the failover
 * rules (spec 04 section 7). Thread-safe.
 */
final class ClusterSight {
    private volatile BooleanSupplier others = () -> true;

    /** Who knows it; before, others count as seen: nobody serves because of what is not known. */
    void of(BooleanSupplier othersSeen) {
        others = othersSeen;
    }

    /** As the rules spell it. */
    String word() {
        return others.getAsBoolean() ? "up" : "down";
    }
}
