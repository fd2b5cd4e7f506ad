package safekit.node.replication;

import java.util.function.Consumer;
import safekit.core.replication.FileId;
import safekit.core.replication.FileSet;

/** What a reintegration brought to this node so far. Used by the applying thread. */
final class Brought {
    private final long begun = System.nanoTime();

    /** Files that came in pieces; one that came whole is counted at once. */
    private final FileSet inPieces = new FileSet();

    private final Consumer<FileId> first;
    private long whole;
    private long bytes;

    /** Nothing yet; {@code first} hears of each file when data of it come for the first time. */
    Brought(Consumer<FileId> first) {
        this.first = first;
    }

    /** Data of a file was copied. */
    void data(FileId file, int length) {
        bytes += length;
        if (!inPieces.contains(file)) {
            inPieces.add(file);
            first.accept(file);
        }
    }

    /** All data of a small file. */
    void whole(FileId file, int length) {
        bytes += length;
        if (length > 0 && !inPieces.contains(file)) {
            whole++;
            first.accept(file);
        }
    }

    /** All of it, from the beginning until now. */
    Report.Statistics statistics() {
        double seconds = (System.nanoTime() - begun) / 1e9;
        return new Report.Statistics(bytes, whole + inPieces.size(), seconds);
    }
}
