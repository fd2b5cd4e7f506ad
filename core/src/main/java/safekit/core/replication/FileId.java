package safekit.core.replication;

/**
 * Names a file or directory between the two nodes, whatever its path (docs/decisions/003). It is
 * the inode number and generation on the node that wrote it down, so it means something only
 * together with that node: within one session, or within one log file.
 *
 * @param number inode number; 0 only for the root of a replicated directory
 * @param generation inode generation; for a root the position of its directory in the configuration
 */
public record FileId(long number, int generation) implements Comparable<FileId> {
    /** The root of a replicated directory, by its position in the configuration. */
    public static FileId root(int directory) {
        return new FileId(0, directory);
    }

    /** Whether it is the root of a replicated directory. */
    public boolean isRoot() {
        return number == 0;
    }

    @Override
    public int compareTo(FileId other) {
        return compare(number, generation, other.number, other.generation);
    }

    static int compare(long number, int generation, long otherNumber, int otherGeneration) {
        int order = Long.compareUnsigned(number, otherNumber);
        return order != 0 ? order : Integer.compareUnsigned(generation, otherGeneration);
    }

    /** A well mixed hash, for open addressing. */
    static int hash(long number, int generation, long extent) {
        long mixed = number * 0x9E3779B97F4A7C15L + generation;
        mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L + extent;
        mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
        return (int) (mixed ^ (mixed >>> 32));
    }
}
