package safekit.node.replication;

import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import safekit.core.replication.FileId;
import safekit.core.replication.Name;

/**
 * The names of one directory of the receiver in order, some of them held at a time. A name that
 * comes while they are gone through may be missing: it came in the stream, so the sender has it.
 */
final class OwnNames {
    private final TreeAccess tree;
    private final FileId directory;
    private final int most;
    private final ArrayDeque<Name> ahead = new ArrayDeque<>();
    private @Nullable Name end;
    private boolean more = true;

    OwnNames(TreeAccess tree, FileId directory, int most, @Nullable Name beyond) {
        end = beyond;
        this.tree = tree;
        this.directory = directory;
        this.most = most;
    }

    boolean of(FileId other) {
        return directory.equals(other);
    }

    /** Takes the next name that is not behind this one; null when there is none. */
    @Nullable Name upTo(@Nullable Name last) throws IOException {
        while (ahead.isEmpty() && more) {
            TreeAccess.Names next = tree.list(directory, end, most);
            ahead.addAll(next.names());
            end = next.end();
            more = end != null;
        }
        Name first = ahead.peek();
        boolean none = first == null || (last != null && first.compareTo(last) > 0);
        return none ? null : ahead.remove();
    }
}
