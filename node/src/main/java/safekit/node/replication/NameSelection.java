package safekit.node.replication;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import safekit.core.replication.Name;

/**
 * The first names behind a given one, in order, of as many as come in any order: never more than
 * twice so many are held.
 */
final class NameSelection {
    private final @Nullable Name beyond;
    private final int most;
    private final List<Name> names = new ArrayList<>();
    private @Nullable Name bound;

    /**
     * Selects names.
     *
     * @param beyond names up to this one are not wanted; null = all are
     */
    NameSelection(@Nullable Name beyond, int most) {
        this.beyond = beyond;
        this.most = most;
    }

    void add(Name name) {
        boolean wanted =
                (beyond == null || name.compareTo(beyond) > 0)
                        && (bound == null || name.compareTo(bound) < 0);
        if (wanted) {
            names.add(name);
            if (names.size() >= 2L * most) {
                cut();
            }
        }
    }

    private void cut() {
        names.sort(null);
        if (names.size() > most) {
            names.subList(most, names.size()).clear();
            bound = names.getLast();
        }
    }

    /** The names; after this nothing is added. */
    TreeAccess.Names selected() {
        cut();
        return new TreeAccess.Names(names, bound);
    }
}
