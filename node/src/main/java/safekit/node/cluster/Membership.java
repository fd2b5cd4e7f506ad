package safekit.node.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who is alive, and what each node tells of itself. */
public final class Membership implements AutoCloseable {
    /** Silent until a cluster is applied. */
    public Membership() {}

    /** Speaks and listens for this cluster from now on; null ends it. */
    public synchronized void apply(@Nullable Cluster cluster) {}

    /** What this node tells of itself from now on. */
    public synchronized void publish(MemberTable own) {}

    /** The tables of the other nodes that are alive. */
    public List<MemberTable> others() {
        return List.of();
    }

    @Override
    public void close() {
        apply(null);
    }
}
