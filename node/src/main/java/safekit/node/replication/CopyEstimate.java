package safekit.node.replication;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import safekit.core.replication.Extents;

/** What a reintegration would have to look at, counted in the background. Thread-safe. */
public final class CopyEstimate {
    /**
     * A count.
     *
     * @param done whether it is complete
     * @param everything whether the logs do not say what differs
     * @param files regular files
     * @param bytes of their data
     * @param problem why it could not be counted, or empty
     */
    public record Count(boolean done, boolean everything, long files, long bytes, String problem) {
        static final Count UNKNOWN = new Count(false, false, 0, 0, "");
    }

    private final TreeAccess tree;
    private final int extentSize;

    /** Grows with each count, and when none is wanted. */
    private final AtomicLong current = new AtomicLong();

    private volatile Count count = Count.UNKNOWN;

    CopyEstimate(TreeAccess tree, int extentSize) {
        this.tree = tree;
        this.extentSize = extentSize;
    }

    /** Begins a new count; one that runs ends. */
    void begin(Extents changed) {
        long me = current.incrementAndGet();
        count = Count.UNKNOWN;
        Thread.ofPlatform().daemon().name("replication counts").start(() -> run(me, changed));
    }

    private void run(long me, Extents changed) {
        Count result;
        try {
            var sum = new ChangedFiles(tree, extentSize, () -> current.get() == me).sum(changed);
            result = new Count(true, sum.everything(), sum.files(), sum.bytes(), "");
        } catch (IOException failed) {
            result = new Count(true, false, 0, 0, "" + failed.getMessage());
        } catch (RuntimeException | Error bug) {
            Fatal.end(bug);
            throw bug;
        }
        if (current.get() == me) {
            count = result;
        }
    }

    /** Nobody wants to know any more. */
    void end() {
        current.incrementAndGet();
    }

    Count count() {
        return count;
    }
}
