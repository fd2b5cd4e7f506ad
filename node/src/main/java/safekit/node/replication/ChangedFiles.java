package safekit.node.replication;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import safekit.core.replication.Entry;
import safekit.core.replication.Extent;
import safekit.core.replication.Extents;
import safekit.core.replication.FileId;
import safekit.core.replication.FileQueue;
import safekit.core.replication.FileSet;
import safekit.core.replication.Name;

/**
 * How many regular files and how much of their data a reintegration will have to look at, by what
 * the logs name. Walks below names only, and everywhere when anything may differ. One thread.
 */
final class ChangedFiles {
    /**
     * The answer.
     *
     * @param everything whether the logs do not say what differs
     */
    record Sum(boolean everything, long files, long bytes) {}

    private static final int NAMES = 16_384;

    /** After so many names it lets others run: nobody waits for the answer. */
    private static final int TURN = 1000;

    private static final long PAUSE_NANOS = 1_000_000;

    private final TreeAccess tree;
    private final int extentSize;
    private final BooleanSupplier wanted;
    private final FileSet whole = new FileSet();
    private final FileQueue directories = new FileQueue();
    private long files;
    private long bytes;
    private long looked;

    /**
     * Of this tree.
     *
     * @param wanted whether the answer is still of interest
     */
    ChangedFiles(TreeAccess tree, int extentSize, BooleanSupplier wanted) {
        this.tree = tree;
        this.extentSize = extentSize;
        this.wanted = wanted;
    }

    /** Sums up; what is gone meanwhile does not count. */
    Sum sum(Extents changed) throws IOException {
        if (changed.everything()) {
            for (int root = 0; root < tree.directories(); root++) {
                directories.add(FileId.root(root));
            }
            walk();
            return new Sum(true, files, bytes);
        }
        for (Entry entry : changed.names()) {
            Optional<TreeAccess.Node> node = tree.lookup(entry.parent(), entry.name());
            node.ifPresent(this::found);
        }
        walk();
        parts(changed);
        return new Sum(false, files, bytes);
    }

    private void walk() throws IOException {
        for (var next = directories.takeLast(); next.isPresent(); next = directories.takeLast()) {
            FileId directory = next.get();
            Name from = null;
            do {
                TreeAccess.Names names = names(directory, from);
                for (Name name : names.names()) {
                    tree.lookup(directory, name).ifPresent(this::found);
                }
                from = names.end();
            } while (from != null && wanted.getAsBoolean());
        }
    }

    private TreeAccess.Names names(FileId directory, @Nullable Name from) throws IOException {
        try {
            return tree.list(directory, from, NAMES);
        } catch (NoSuchFileException gone) {
            return new TreeAccess.Names(List.of(), null);
        }
    }

    private void found(TreeAccess.Node node) {
        if (node.directory()) {
            directories.add(node.id());
        } else if (node.regular() && whole.add(node.id())) {
            files++;
            bytes += node.size();
        }
        looked++;
        if (looked % TURN == 0) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Extents and tails of files that were there before. */
    private void parts(Extents changed) throws IOException {
        Map<FileId, Long> sizes = new HashMap<>();
        for (Extent extent : changed.data()) {
            long size = size(sizes, extent.file());
            long from = extent.number() * extentSize;
            bytes += Math.clamp(size - from, 0, extentSize);
        }
        for (Map.Entry<FileId, Long> tail : changed.tails().entrySet()) {
            long size = size(sizes, tail.getKey());
            bytes += Math.max(0, size - tail.getValue() * extentSize);
        }
    }

    private long size(Map<FileId, Long> sizes, FileId file) throws IOException {
        Long known = sizes.get(file);
        if (known != null) {
            return known;
        }
        Optional<TreeAccess.Node> node = whole.contains(file) ? Optional.empty() : tree.find(file);
        long size = node.filter(TreeAccess.Node::regular).map(TreeAccess.Node::size).orElse(0L);
        files += node.filter(TreeAccess.Node::regular).isPresent() ? 1 : 0;
        sizes.put(file, size);
        return size;
    }
}
