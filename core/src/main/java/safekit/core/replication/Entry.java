package safekit.core.replication;

/** A name in a directory. Ordered by directory, then name. */
public record Entry(FileId parent, Name name) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
        int order = parent.compareTo(other.parent);
        return order != 0 ? order : name.compareTo(other.name);
    }
}
