package safekit.node.replication;

/**
 * How far the reintegration of a primary is.
 *
 * @param running whether one runs
 * @param bytesDone bytes of data that were looked at or sent
 * @param bytesTotal of all; -1 while they are being counted
 * @param filesDone regular files that are done
 * @param filesTotal of all; -1 while they are being counted
 * @param seconds since it began
 */
public record CopyProgress(
        boolean running,
        long bytesDone,
        long bytesTotal,
        long filesDone,
        long filesTotal,
        double seconds) {
    /** None ran. */
    public static final CopyProgress NONE = new CopyProgress(false, 0, 0, 0, 0, 0);

    /** A small file costs about as much as so many bytes. */
    private static final long FILE_COST = 64 << 10;

    private double part() {
        double total = bytesTotal + (double) FILE_COST * filesTotal;
        double done = bytesDone + (double) FILE_COST * filesDone;
        return total <= 0 ? 1 : Math.min(1, done / total);
    }

    /** Hundredths of the work that are done; -1 while that is not known. */
    public int percent() {
        return bytesTotal < 0 ? -1 : running ? (int) Math.min(99, 100 * part()) : 100;
    }

    /** Seconds until it is done, at the speed up to now; -1 while that is not known. */
    public long secondsLeft() {
        if (!running) {
            return 0;
        }
        double part = part();
        return bytesTotal < 0 || part == 0 ? -1 : Math.round(seconds * (1 - part) / part);
    }
}
