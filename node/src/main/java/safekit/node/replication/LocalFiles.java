package safekit.node.replication;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import safekit.core.replication.Entry;
import safekit.core.replication.FileId;
import safekit.core.replication.Path;

/**
 * Which files and names of one replicated directory belong to this node only. A file is replicated
 * when one of its names is; one without a name is, for nothing of it travels anyway. What is
 * decided stays so while the file is used, whatever names it loses. Thread-safe.
 */
final class LocalFiles {
    /** A power of two. What is decided for a file that finds its place taken is decided again. */
    private static final int REMEMBERED = 1 << 15;

    private record Decided(long inode, long generation, boolean local) {}

    private final AtomicReferenceArray<@Nullable Decided> decided =
            new AtomicReferenceArray<>(REMEMBERED);
    private final VisibleTree tree;
    private final int directory;

    LocalFiles(VisibleTree tree, int directory) {
        this.tree = tree;
        this.directory = directory;
    }

    /** Whether a name for an entry of this type is not replicated. */
    boolean isLocal(Entry entry, boolean ofDirectory) throws IOException {
        return tree.leavesOut(entry, ofDirectory);
    }

    /** Whether no name of a file is replicated; allocates nothing when that is known. */
    boolean isLocal(long inode, long generation) throws IOException {
        int slot = slot(inode);
        Decided known = decided.get(slot);
        if (known != null && known.inode == inode && known.generation == generation) {
            return known.local;
        }
        FileId file = tree.id(directory, inode, generation);
        boolean local = !file.isRoot() && hasLocalNamesOnly(file);
        decided.set(slot, new Decided(inode, generation, local));
        return local;
    }

    private boolean hasLocalNamesOnly(FileId file) throws IOException {
        Optional<Path> replicated = tree.path(file);
        return replicated.isEmpty() && tree.below.path(file).isPresent();
    }

    private static int slot(long inode) {
        return (int) ((inode * 0x9e3779b97f4a7c15L) >>> 40) & (REMEMBERED - 1);
    }
}
