package safekit.node.replication;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Optional;
import safekit.core.replication.Entry;
import safekit.core.replication.Name;

/**
 * Files with several names among names in doubt. The logs say that one of its names changed; where
 * the others are they do not say, and only all of them together say which file of the receiver it
 * is.
 */
final class HardLinks {
    /** Beyond that everything is gone through anyway; nothing is changed in the meantime. */
    private static final int MOST = 10_000;

    private HardLinks() {}

    /**
     * Whether one of the names, or a name below one of them, means such a file; also true when
     * there are too many names to say.
     */
    static boolean among(TreeAccess tree, Collection<Entry> names) throws IOException {
        var left = new ArrayDeque<Entry>(names);
        for (int below = 0; !left.isEmpty(); below++) {
            if (below - names.size() > MOST) {
                return true;
            }
            Entry entry = left.remove();
            Optional<TreeAccess.Node> node = tree.lookup(entry.parent(), entry.name());
            if (node.isEmpty()) {
                continue;
            }
            if (!node.get().directory() && node.get().links() > 1) {
                return true;
            }
            if (node.get().directory()) {
                for (Name name : tree.list(node.get().id())) {
                    left.add(new Entry(node.get().id(), name));
                }
            }
        }
        return false;
    }
}
