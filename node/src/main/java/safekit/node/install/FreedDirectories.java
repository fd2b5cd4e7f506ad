package safekit.node.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import safekit.core.config.module.ModuleConfig;
import safekit.core.config.module.ReplicatedDirectory;
import safekit.core.generation.Tuple;
import safekit.linux.file.LowerFile;
import safekit.linux.file.LowerTree;
import safekit.linux.mount.Detach;
import safekit.linux.mount.Fence;
import safekit.linux.sys.Errno;
import safekit.node.home.ModuleHome;
import safekit.node.store.TupleFile;

/**
 * Gives replicated directories back to the administrator: plain, writable, data as it is. No
 * process of the module runs and nobody has its tuple open.
 */
public final class FreedDirectories {
    private static final String MOUNT_TYPE = "fuse.safekit";
    private static final byte[] ANCHOR =
            "trusted.safekit.anchor".getBytes(StandardCharsets.US_ASCII);

    private FreedDirectories() {}

    /** The directories of a configuration, none when there is no configuration. */
    public static List<Path> of(@Nullable ModuleConfig config) {
        return config == null
                ? List.of()
                : config.directories().stream()
                        .map(ReplicatedDirectory::directory)
                        .map(Path::of)
                        .toList();
    }

    /**
     * Lifts the fences. First it is on disk that anybody may change the data from now on, so that
     * the next reintegration compares everything.
     */
    public static void open(ModuleHome module, List<Path> directories) throws IOException {
        if (directories.isEmpty()) {
            return;
        }
        if (Files.exists(module.tupleSlots())) {
            try (var file = TupleFile.open(module.tupleSlots(), Tuple.empty(0))) {
                file.write(file.tuple().logInvalid());
            }
        }
        lift(directories);
    }

    /** Anybody may change the directories from now on. */
    public static void lift(List<Path> directories) throws IOException {
        for (Path directory : directories) {
            boolean _ = Detach.top(directory, MOUNT_TYPE);
            boolean _ = Fence.lift(directory);
        }
    }

    /** Removes our mark from directories that belong to no module any more. */
    static void unmark(List<Path> directories) throws IOException {
        for (Path directory : directories) {
            if (Files.isDirectory(directory)) {
                unmark(directory);
            }
        }
    }

    private static void unmark(Path directory) throws IOException {
        try (LowerTree tree = LowerTree.open(directory)) {
            int result = LowerFile.removeExtended(tree.descriptor(), ANCHOR);
            if (result < 0 && result != -Errno.ENODATA && result != -Errno.EOPNOTSUPP) {
                throw new IOException(directory + ": our mark cannot be removed: errno " + -result);
            }
        }
    }
}
