package safekit.node.replication;

import java.util.HashSet;
import java.util.Set;
import safekit.core.replication.FileId;

/** What a reintegration brought to this node so far. Used by the applying thread. */
final class Brought {
    private final long begun = System.nanoTime();
    private final Set<FileId> files = new HashSet<>();
    private long bytes;

    /** Data of a file was copied. */
    void data(FileId file, int length) {
        bytes += length;
        files.add(file);
    }

    /** All of it, from the beginning until now. */
    Report.Statistics statistics() {
        double seconds = (System.nanoTime() - begun) / 1e9;
        return new Report.Statistics(bytes, files.size(), seconds);
    }
}
