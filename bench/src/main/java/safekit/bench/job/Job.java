package safekit.bench.job;

import java.io.IOException;
import java.nio.file.Path;

/** Something that an application does in a directory, as fast as it can. One thread calls it. */
interface Job {
    /** Where a turn leaves what it measured. */
    interface Samples {
        void add(String figure, double value);
    }

    /** Makes what the turns need; the directory exists and is empty. */
    void prepare(Path directory) throws IOException, InterruptedException;

    /** One turn: as long as a slice, or as long as a fixed amount of work takes. */
    void turn(Path directory, Samples samples) throws IOException, InterruptedException;

    /** Removes what the job made. */
    void clean(Path directory) throws IOException, InterruptedException;

    /** Whether a first turn of each directory is not shown, because Java is slow at first. */
    default boolean warmsUp() {
        return true;
    }
}
