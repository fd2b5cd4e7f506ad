package safekit.node.replication;

import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;
import safekit.core.replication.Extents;
import safekit.core.replication.FileId;
import safekit.core.replication.Name;
import safekit.core.replication.Path;

/** The files that a log names, and where they are: the other node knows them by their way only. */
final class LoggedFiles {
    private LoggedFiles() {}

    /** Each file and directory of which the log says something. */
    static Collection<FileId> of(Extents log) {
        var files = new TreeSet<FileId>(log.attributes());
        log.data().forEach(extent -> files.add(extent.file()));
        files.addAll(log.tails().keySet());
        files.addAll(log.nodes().keySet());
        log.names().forEach(entry -> files.add(entry.parent()));
        log.nodes().values().forEach(entry -> files.add(entry.parent()));
        return files;
    }

    /** What is at the end of a way here. */
    static Optional<FileId> at(TreeAccess tree, Path path) throws IOException {
        FileId at = path.root();
        for (Name name : path.names()) {
            Optional<TreeAccess.Node> node = tree.lookup(at, name);
            if (node.isEmpty()) {
                return Optional.empty();
            }
            at = node.get().id();
        }
        return Optional.of(at);
    }

    /**
     * Whether the ways in our own log tell the other node all that it must know: each file that is
     * still there is where the log says, and has no other name under which it changed too.
     */
    static boolean tellAll(TreeAccess tree, Extents log) throws IOException {
        for (FileId file : of(log)) {
            Optional<TreeAccess.Node> node = tree.find(file);
            if (node.isEmpty() || file.isRoot()) {
                continue;
            }
            Optional<Path> path = log.path(file);
            boolean there = path.isPresent() && at(tree, path.get()).equals(Optional.of(file));
            boolean one = node.get().directory() || node.get().links() == 1;
            if (!there || !one) {
                return false;
            }
        }
        return true;
    }
}
