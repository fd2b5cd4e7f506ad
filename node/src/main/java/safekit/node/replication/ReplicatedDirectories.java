package safekit.node.replication;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import safekit.linux.file.LowerFile;
import safekit.linux.file.LowerTree;
import safekit.linux.fuse.ChangeSink;
import safekit.linux.fuse.FuseMount;
import safekit.linux.fuse.FuseOptions;
import safekit.linux.sys.Errno;
import safekit.linux.sys.Scratch;

/**
 * The replicated directories of a module: opened below any mount, served to the application over
 * themselves while it may use them, marked with the anchor of their data. Not thread-safe.
 */
public final class ReplicatedDirectories implements Closeable {
    private static final byte[] ANCHOR =
            "trusted.safekit.anchor".getBytes(StandardCharsets.US_ASCII);
    private static final int ANCHOR_BYTES = 16;

    private final List<Path> paths;
    private final List<LowerTree> trees;
    private final List<FuseMount> mounts = new ArrayList<>();

    private ReplicatedDirectories(List<Path> paths, List<LowerTree> trees) {
        this.paths = paths;
        this.trees = trees;
    }

    /** Opens these directories, absolute and without links; a dead mount of ours is detached. */
    public static ReplicatedDirectories open(List<Path> paths) throws IOException {
        var trees = new ArrayList<LowerTree>();
        try {
            for (Path path : paths) {
                FuseMount.detachDead(path);
                trees.add(LowerTree.open(path));
            }
        } catch (IOException failed) {
            trees.forEach(LowerTree::close);
            throw failed;
        }
        return new ReplicatedDirectories(List.copyOf(paths), List.copyOf(trees));
    }

    /** The trees below the mounts, for {@link Replication}. */
    public TreeAccess tree() {
        return new HandleTree(trees);
    }

    /** Serves all of them; the sink of each is {@link Replication#sink}. */
    public void mount(String module, IntFunction<ChangeSink> sinks, Consumer<Throwable> failures)
            throws IOException {
        if (!mounts.isEmpty()) {
            return;
        }
        try {
            for (int i = 0; i < paths.size(); i++) {
                mounts.add(
                        FuseMount.mount(
                                paths.get(i),
                                module,
                                trees.get(i),
                                sinks.apply(i),
                                FuseOptions.WRITE_THROUGH,
                                failures));
            }
        } catch (IOException failed) {
            unmount();
            throw failed;
        }
    }

    /** Takes all mounts away, whoever still uses them. */
    public void unmount() throws IOException {
        while (!mounts.isEmpty()) {
            mounts.removeLast().close();
        }
    }

    /** Stores the anchor and its predecessor in each root. */
    public void writeAnchor(long anchor, long previous) throws IOException {
        byte[] value =
                ByteBuffer.allocate(ANCHOR_BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(anchor)
                        .putLong(previous)
                        .array();
        for (int i = 0; i < paths.size(); i++) {
            int result = LowerFile.setExtended(trees.get(i).descriptor(), ANCHOR, value, 0);
            if (result < 0) {
                throw new IOException(paths.get(i) + ": no anchor can be set: errno " + -result);
            }
        }
    }

    /** Whether each root carries this anchor, or was about to change from or to it. */
    public boolean anchorHolds(long anchor) throws IOException {
        for (int i = 0; i < paths.size(); i++) {
            long room = Scratch.mine().value();
            int length = LowerFile.extended(trees.get(i).descriptor(), ANCHOR, room, ANCHOR_BYTES);
            if (length == -Errno.ENODATA) {
                return anchor == 0;
            }
            if (length < 0) {
                throw new IOException(paths.get(i) + ": no anchor can be read: errno " + -length);
            }
            long current = safekit.linux.sys.Memory.longAt(room);
            long previous = safekit.linux.sys.Memory.longAt(room + Long.BYTES);
            if (length != ANCHOR_BYTES || (anchor != current && anchor != previous)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        unmount();
        trees.forEach(LowerTree::close);
    }
}
