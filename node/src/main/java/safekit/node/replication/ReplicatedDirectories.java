package safekit.node.replication;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import safekit.linux.file.FileStatus;
import safekit.linux.file.LowerFile;
import safekit.linux.file.LowerTree;
import safekit.linux.fuse.ChangeSink;
import safekit.linux.fuse.FuseMount;
import safekit.linux.fuse.FuseOptions;
import safekit.linux.mount.Fence;
import safekit.linux.sys.Errno;
import safekit.linux.sys.Files;
import safekit.linux.sys.Memory;
import safekit.linux.sys.Scratch;

/**
 * The replicated directories of a module: opened below any mount, fenced while the module does not
 * serve, served to the application over their fence while it may use them, marked with the anchor
 * of their data. Because the mount lies over the fence, there is no moment at which paired data can
 * be changed past the replication. Not thread-safe.
 */
public final class ReplicatedDirectories implements Closeable {
    private static final byte[] ANCHOR =
            (FuseMount.OWN_ATTRIBUTES + "anchor").getBytes(StandardCharsets.US_ASCII);
    private static final int ANCHOR_BYTES = 16;

    private final List<Path> paths;
    private final List<LowerTree> trees = new ArrayList<>();

    /** The trees below the fences live as long as these descriptors. */
    private final List<Integer> below = new ArrayList<>();

    private final List<FuseMount> mounts = new ArrayList<>();
    private final Selection selection;
    private @Nullable MountCheck check;

    private ReplicatedDirectories(List<Path> paths, Selection selection) {
        this.paths = List.copyOf(paths);
        this.selection = selection;
    }

    /** Opens these directories, absolute and without links; a dead mount of ours is detached. */
    public static ReplicatedDirectories open(List<Path> paths, Selection selection)
            throws IOException {
        var directories = new ReplicatedDirectories(paths, selection);
        try {
            for (Path path : paths) {
                boolean _ = FuseMount.detachDead(path);
                int descriptor = Fence.openBelow(path);
                directories.below.add(descriptor);
                directories.trees.add(LowerTree.open(Path.of("/proc/self/fd/" + descriptor)));
            }
        } catch (IOException failed) {
            directories.close();
            throw failed;
        }
        return directories;
    }

    /** Position and path of a directory, in the order of the configuration. */
    public Path path(int index) {
        return paths.get(index);
    }

    /** Whether there is something at this way below a directory, be it a link to nowhere. */
    public boolean exists(int index, String way) throws IOException {
        List<byte[]> names = new ArrayList<>();
        for (String name : way.split("/", -1)) {
            if (!name.isEmpty()) {
                names.add(name.getBytes(StandardCharsets.UTF_8));
            }
        }
        int result = trees.get(index).lookup(names, new FileStatus());
        if (result < 0 && result != -Errno.ENOENT && result != -Errno.ENOTDIR) {
            throw new IOException(paths.get(index) + "/" + way + ": errno " + -result);
        }
        return result >= 0;
    }

    /** Nobody changes the data past the replication from now on. */
    public void fence() throws IOException {
        for (Path path : paths) {
            boolean _ = Fence.raise(path);
        }
    }

    /** What is replicated of the trees below the mounts, for {@link Replication}. */
    public TreeAccess tree() {
        return selection.of(new HandleTree(trees));
    }

    /** Serves all of them; the sink of each is {@link Replication#sink}. */
    public void mount(
            String module,
            IntFunction<ChangeSink> sinks,
            FuseOptions options,
            Consumer<Throwable> failures)
            throws IOException {
        if (!mounts.isEmpty()) {
            return;
        }
        fence();
        try {
            for (int i = 0; i < paths.size(); i++) {
                mounts.add(
                        FuseMount.mount(
                                paths.get(i),
                                module,
                                trees.get(i),
                                selection.sink(i, new HandleTree(trees), sinks.apply(i)),
                                options,
                                failures));
            }
        } catch (IOException failed) {
            unmount();
            throw failed;
        }
    }

    /**
     * From now on until they are unmounted the servers of the mounts are asked every interval. One
     * that does not answer within the patience: all are aborted, and {@code hung} hears why.
     */
    public void watch(Duration interval, Duration patience, Consumer<String> hung) {
        List<FuseMount> watched = List.copyOf(mounts);
        check =
                new MountCheck(
                        paths,
                        interval,
                        patience,
                        why -> {
                            for (FuseMount mount : watched) {
                                abort(mount);
                            }
                            hung.accept(why);
                        });
    }

    private static void abort(FuseMount mount) {
        try {
            mount.abort();
        } catch (IOException e) {
            throw new UncheckedIOException("a hung mount cannot be aborted", e);
        }
    }

    /** Takes all mounts away, whoever still uses them; the fences remain. */
    public void unmount() throws IOException {
        if (check != null) {
            check.close();
            check = null;
        }
        while (!mounts.isEmpty()) {
            mounts.removeLast().close();
        }
    }

    /**
     * Stores the anchor and its predecessor in each root, durably: the tuple that names the new
     * anchor is persisted next and must never be older or younger than what the roots say.
     */
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
            result = Files.sync(trees.get(i).descriptor());
            if (result < 0) {
                throw new IOException(paths.get(i) + ": no anchor can be kept: errno " + -result);
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
            long current = Memory.longAt(room);
            long previous = Memory.longAt(room + Long.BYTES);
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
        below.forEach(Files::close);
    }
}
