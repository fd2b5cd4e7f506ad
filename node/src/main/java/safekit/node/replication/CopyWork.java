package safekit.node.replication;

import safekit.core.replication.FileId;

/** What a {@link Copier} keeps in mind of a file that is being compared and copied. */
final class CopyWork {
    private CopyWork() {}

    /** One file: questions that are open, and whether all of it was looked at. */
    static final class File {
        final FileId id;
        int asked;
        boolean scanned;
        boolean copied;

        /** Whether all small blocks differed when they were last compared: it may be new there. */
        boolean unlike;

        File(FileId id) {
            this.id = id;
        }
    }

    /** Digests of a zone that were sent and are not answered. */
    record Question(File file, long offset, long length, int blockSize) {}
}
