package safekit.node.replication;

/** What a reintegration has done so far, on the sender. Guarded by the sender's lock. */
final class CopyCount {
    private long bytes;
    private long files;
    private long compared;
    private long bytesDone;
    private long filesDone;

    /** Data travelled. */
    void sent(int length) {
        bytes += length;
    }

    /** The first data of a file travelled. */
    void file() {
        files++;
    }

    /** Data was compared by its hashes, in the first round. */
    void compared(long length) {
        compared += length;
    }

    /** So much of a file needs not be looked at again, unless it differs. */
    void passed(long length) {
        bytesDone += length;
    }

    /** A file is done. */
    void done() {
        filesDone++;
    }

    /** For the log. */
    Report.Sent sent(boolean everything) {
        return new Report.Sent(bytes, files, compared, everything);
    }

    /** Bytes of files that were looked at, whether they travelled or not. */
    long bytesDone() {
        return bytesDone;
    }

    /** Files that are done. */
    long filesDone() {
        return filesDone;
    }
}
