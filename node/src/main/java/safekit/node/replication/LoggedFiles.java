package safekit.node.replication;

import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import safekit.core.replication.Entry;
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
     * still there is where the log says, or has a name here that the log names as well, because the
     * disk lost its rename or removal: then the other node looks at that name, and at all below it.
     * None has another name under which it changed too: nor has a fresh file (ExtentTracker), of
     * which the log says nothing, although another of its names may be elsewhere.
     */
    static boolean tellAll(TreeAccess tree, Extents log) throws IOException {
        if (HardLinks.among(tree, log.names())) {
            return false;
        }
        Set<FileId> named = behind(tree, log.names());
        for (FileId file : of(log)) {
            Optional<TreeAccess.Node> node = tree.find(file);
            if (node.isEmpty() || file.isRoot()) {
                continue;
            }
            boolean one = node.get().directory() || node.get().links() == 1;
            if (!one || !(named.contains(file) || inPlace(tree, log.nodes().get(file), file))) {
                return false;
            }
        }
        return true;
    }

    /** What these names mean here. */
    private static Set<FileId> behind(TreeAccess tree, Collection<Entry> names) throws IOException {
        var files = new TreeSet<FileId>();
        for (Entry entry : names) {
            tree.lookup(entry.parent(), entry.name()).ifPresent(node -> files.add(node.id()));
        }
        return files;
    }

    /** Whether this name is the file's; the way to its directory is looked at by itself. */
    private static boolean inPlace(TreeAccess tree, @Nullable Entry entry, FileId file)
            throws IOException {
        return entry != null
                && tree.lookup(entry.parent(), entry.name())
                        .filter(node -> node.id().equals(file))
                        .isPresent();
    }
}
