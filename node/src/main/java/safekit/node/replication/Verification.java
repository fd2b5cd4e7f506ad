package safekit.node.replication;

import java.util.ArrayList;
import java.util.List;

/**
 * What a verification finds, on the secondary that asked for it. Only some differences are kept in
 * words, all are counted. Thread-safe.
 */
public final class Verification {
    private static final int KEPT = 10_000;

    /** Where a verification is. */
    public enum Phase {
        /** None was asked for. */
        NONE,
        RUNNING,
        DONE
    }

    /**
     * A difference.
     *
     * @param directory position of the replicated directory
     * @param way below it, empty for itself
     * @param what differs, in words
     */
    public record Difference(int directory, String way, String what) {}

    /**
     * All that is known.
     *
     * @param differences those from a number on
     * @param count of all differences
     * @param files files that were compared
     * @param bytes their data
     * @param problem why not all was compared; empty when all was, or while it runs
     */
    public record View(
            Phase phase,
            List<Difference> differences,
            long count,
            long files,
            long bytes,
            String problem) {
        /** Copies the list. */
        public View {
            differences = List.copyOf(differences);
        }
    }

    private final List<Difference> differences = new ArrayList<>();
    private Phase phase = Phase.NONE;
    private long number;
    private long count;
    private long files;
    private long bytes;
    private String problem = "";

    /** Begins one; its number, or 0 while another one runs. */
    synchronized long begin() {
        if (phase == Phase.RUNNING) {
            return 0;
        }
        phase = Phase.RUNNING;
        differences.clear();
        count = 0;
        files = 0;
        bytes = 0;
        problem = "";
        return ++number;
    }

    synchronized void differs(Difference difference) {
        if (phase == Phase.RUNNING) {
            count++;
            if (differences.size() < KEPT) {
                differences.add(difference);
            }
        }
    }

    /** The primary has told all of this question. */
    synchronized void done(long question, long allFiles, long allBytes, String why) {
        if (question == number && phase == Phase.RUNNING) {
            phase = Phase.DONE;
            files = allFiles;
            bytes = allBytes;
            problem = why;
        }
    }

    /** The session is over. */
    synchronized void broken() {
        done(number, 0, 0, "the two nodes parted");
    }

    /** What is known; differences from this one on. */
    public synchronized View view(int from) {
        int first = Math.clamp(from, 0, differences.size());
        List<Difference> some = differences.subList(first, differences.size());
        return new View(phase, some, count, files, bytes, problem);
    }
}
