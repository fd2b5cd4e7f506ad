package safekit.node.replication;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import safekit.core.replication.FileId;

/**
 * Which file of this node the sender means by its ids, for one session (docs/decisions/003). Used
 * by the applying thread only.
 */
final class FileTable {
    private static final FileId GONE = new FileId(-1, -1);

    private final Map<FileId, FileId> own = new HashMap<>();
    private boolean strict;
    private final Map<FileId, FileId> senders = new HashMap<>();

    /** The file here; empty when the id was never introduced. */
    Optional<FileId> own(FileId file) {
        return file.isRoot() ? Optional.of(file) : Optional.ofNullable(own.get(file));
    }

    /** Whether the last name of the file went away here. */
    static boolean gone(FileId own) {
        return own.equals(GONE);
    }

    /** Whether a file here is meant by an id other than this one. */
    boolean takenByAnother(FileId here, FileId sender) {
        FileId bound = senders.get(here);
        return bound != null && !bound.equals(sender);
    }

    void bind(FileId sender, FileId here) {
        forget(sender);
        FileId before = senders.put(here, sender);
        if (before != null && !before.equals(sender)) {
            own.put(before, GONE);
        }
        own.put(sender, here);
    }

    /** The last name of this file went away here. */
    void removed(FileId here) {
        FileId sender = senders.remove(here);
        if (sender != null && strict) {
            own.remove(sender);
        } else if (sender != null) {
            own.put(sender, GONE);
        }
    }

    /** From now on the sender says nothing any more about a file whose last name went away. */
    void strict() {
        strict = true;
        own.values().removeIf(FileTable::gone);
    }

    void forget(FileId sender) {
        FileId here = own.remove(sender);
        if (here != null) {
            senders.remove(here, sender);
        }
    }
}
