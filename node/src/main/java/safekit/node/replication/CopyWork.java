package safekit.node.replication;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import safekit.core.replication.Attributes;
import safekit.core.replication.FileId;

/** What a {@link Copier} keeps in mind. Guarded by the sender's lock. */
final class CopyWork {
    private CopyWork() {}

    /** When data or attributes of a file last changed, seconds of the Unix epoch. */
    static long touched(Attributes its) {
        return Math.max(its.modified().seconds(), its.changed().seconds());
    }

    /** Something that a reader does without interruption. */
    interface Piece {
        void run() throws IOException, Cancelled;
    }

    /** Work of several pieces, which readers share. */
    interface Work {
        /** The next piece; null when all are begun. With the lock. */
        @Nullable Piece next() throws IOException;
    }

    /** One file that is brought over. */
    static final class File {
        final FileId id;

        /** Told when it is done. */
        final Runnable done;

        /** Whether the receiver made it for this copy: nothing has to be compared. */
        final boolean fresh;

        /** Whether the receiver said that it has it. */
        boolean present;

        /** Where it ended when the copy came to it; known from the first zone on. */
        long size;

        /** Zones and questions that are not over. */
        int open;

        /** Whether all zones were begun. */
        boolean scanned;

        /** Whether data of it travelled. */
        boolean copied;

        /** Whether all small blocks differed when they were last compared: it may be new there. */
        boolean unlike;

        /** Packets since the secondary was asked to sync it. */
        int packets;

        File(FileId id, boolean fresh, Runnable done) {
            this.id = id;
            this.fresh = fresh;
            this.done = done;
        }
    }

    /**
     * Hashes that were sent and are not answered.
     *
     * @param whole whether they are of a whole small file
     */
    record Question(File file, long offset, long length, int blockSize, boolean whole) {}
}
