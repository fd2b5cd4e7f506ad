package safekit.node.module;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import safekit.core.config.module.ReplicatedDirectory;
import safekit.linux.file.LowerTree;
import safekit.linux.fuse.ChangeSink;
import safekit.linux.fuse.FuseMount;
import safekit.linux.fuse.FuseOptions;
import safekit.linux.mount.Fence;
import safekit.linux.sys.Files;

/**
 * The replicated directories of a module on this host: the trees below, the fence over them, the
 * mounts over the fence. While the module does not serve, the fence is what one reaches, so there is
 * no moment at which paired data can be written past the replication.
 */
final class ServedDirectories implements AutoCloseable {
    private final String module;
    private final List<Path> directories;
    private final List<LowerTree> trees = new ArrayList<>();
    /** The trees below the fences live as long as these. */
    private final List<Integer> descriptors = new ArrayList<>();

    private final List<FuseMount> mounts = new ArrayList<>();

    /** Opens the trees; what a dead process left mounted is detached first. */
    ServedDirectories(String module, List<ReplicatedDirectory> configured) throws IOException {
        this.module = module;
        this.directories = configured.stream().map(each -> Path.of(each.directory())).toList();
        FuseMount.allowManyFiles();
        for (Path directory : directories) {
            boolean _ = FuseMount.detachDead(directory);
            int below = Fence.openBelow(directory);
            descriptors.add(below);
            trees.add(LowerTree.open(Path.of("/proc/self/fd/" + below)));
        }
    }

    List<LowerTree> trees() {
        return trees;
    }

    Path directory(int index) {
        return directories.get(index);
    }

    /** Nobody changes the data past the replication from now on. */
    void fence() throws IOException {
        for (Path directory : directories) {
            boolean _ = Fence.raise(directory);
        }
    }

    /** Serves each directory over its fence. */
    void mount(IntFunction<ChangeSink> sinks, Consumer<Throwable> failures)
            throws IOException {
        fence();
        for (int i = 0; i < directories.size(); i++) {
            mounts.add(
                    FuseMount.mount(
                            directories.get(i),
                            module,
                            trees.get(i),
                            sinks.apply(i),
                            FuseOptions.WRITE_THROUGH,
                            failures));
        }
    }

    /** Ends the service, whoever uses it; the fence is what remains. */
    void unmount() throws IOException {
        while (!mounts.isEmpty()) {
            mounts.removeLast().close();
        }
    }

    @Override
    public void close() {
        try {
            unmount();
        } catch (IOException e) {
            throw new UncheckedIOException("a replicated directory stays mounted", e);
        } finally {
            trees.forEach(LowerTree::close);
            descriptors.forEach(Files::close);
        }
    }
}
