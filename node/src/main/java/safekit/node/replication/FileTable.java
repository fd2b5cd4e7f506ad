package safekit.node.replication;

import java.util.Optional;
import safekit.core.replication.FileId;
import safekit.core.replication.FilePairs;

/**
 * Which file of this node the sender means by its ids, for one session (docs/decisions/003): some
 * 40 bytes for each. Used by the applying thread only.
 */
final class FileTable {
    private static final FileId GONE = new FileId(-1, -1);

    private final FilePairs pairs = new FilePairs();
    private boolean strict;

    /** The file here; empty when the id was never introduced. */
    Optional<FileId> own(FileId file) {
        if (file.isRoot()) {
            return Optional.of(file);
        }
        return pairs.knows(file) ? Optional.of(pairs.ours(file).orElse(GONE)) : Optional.empty();
    }

    /** Whether the last name of the file went away here. */
    static boolean gone(FileId own) {
        return own.equals(GONE);
    }

    /** Whether a file here is meant by an id other than this one. */
    boolean takenByAnother(FileId here, FileId sender) {
        return pairs.theirs(here).filter(bound -> !bound.equals(sender)).isPresent();
    }

    void bind(FileId sender, FileId here) {
        pairs.put(sender, here);
    }

    /** The last name of this file went away here. */
    void removed(FileId here) {
        Optional<FileId> sender = pairs.theirs(here);
        if (sender.isPresent() && strict) {
            pairs.remove(sender.get());
        } else if (sender.isPresent()) {
            pairs.part(sender.get());
        }
    }

    /** From now on the sender says nothing any more about a file whose last name went away. */
    void strict() {
        strict = true;
        pairs.removeParted();
    }

    void forget(FileId sender) {
        pairs.remove(sender);
    }
}
