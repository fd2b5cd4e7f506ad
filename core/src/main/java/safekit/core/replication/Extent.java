package safekit.core.replication;

/**
 * One piece of a file; its size is that of the log it comes from.
 *
 * @param number from 0: the byte offset divided by the extent size
 */
public record Extent(FileId file, long number) implements Comparable<Extent> {
    @Override
    public int compareTo(Extent other) {
        int order = file.compareTo(other.file);
        return order != 0 ? order : Long.compare(number, other.number);
    }
}
