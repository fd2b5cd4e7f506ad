package safekit.core.replication;

import java.util.List;

/**
 * A way from the root of a replicated directory. Ordered as a walk goes that visits names in their
 * order, a directory before what is in it.
 *
 * @param root the root
 * @param names below it, none for the root itself
 */
public record Path(FileId root, List<Name> names) implements Comparable<Path> {
    /** Copies the list. */
    public Path {
        names = List.copyOf(names);
    }

    @Override
    public int compareTo(Path other) {
        int order = root.compareTo(other.root);
        int common = Math.min(names.size(), other.names.size());
        for (int i = 0; order == 0 && i < common; i++) {
            order = names.get(i).compareTo(other.names.get(i));
        }
        return order != 0 ? order : Integer.compare(names.size(), other.names.size());
    }
}
