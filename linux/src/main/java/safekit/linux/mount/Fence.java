package safekit.linux.mount;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A read-only bind mount of a directory over itself: programs of this host can read the replicated
 * data of a module that does not serve, but not change them (design section 5, notes/generations
 * section 2).
 *
 * <p>It is recognised by what nobody else makes: the directory mounted on itself, read-only, with
 * noatime and nodiratime together, which mean nothing on a read-only mount. It is built detached
 * and appears complete, so there is no moment at which it can be written, in other mount namespaces
 * either. Files that are open for writing when it is raised stay writable: stop the application
 * first.
 */
public final class Fence {
    private Fence() {}

    /**
     * Covers {@code directory} (absolute, without links).
     *
     * @return false when it was raised already
     * @throws IOException also when a FUSE mount is there: then the directory is served
     */
    public static boolean raise(Path directory) throws IOException {
        MountTable table = MountTable.read();
        if (isFence(table, table.top(directory))) {
            return false;
        }
        Mount top = table.top(directory);
        if (top != null && top.fuse()) {
            throw new IOException(
                    "no fence over " + directory + ": it is served by a " + top.type() + " mount");
        }
        int tree = MountCalls.cloneTree(directory);
        try {
            long signature =
                    MountCalls.READ_ONLY
                            | MountCalls.NO_ACCESS_TIME
                            | MountCalls.NO_DIRECTORY_ACCESS_TIME;
            MountCalls.setAttributes(
                    tree, signature, MountCalls.ACCESS_TIME_MASK, MountCalls.PRIVATE);
            MountCalls.attach(tree, directory);
        } finally {
            MountCalls.close(tree);
        }
        return true;
    }

    /**
     * Uncovers it.
     *
     * @return false when there was no fence of ours on top
     */
    public static boolean lift(Path directory) throws IOException {
        boolean lifted = false;
        while (raised(directory)) {
            MountCalls.detach(directory);
            lifted = true;
        }
        return lifted;
    }

    /** Whether our fence is what one reaches at this path. */
    public static boolean raised(Path directory) throws IOException {
        MountTable table = MountTable.read();
        return isFence(table, table.top(directory));
    }

    /** All directories of this host that are covered by a fence of ours. */
    public static List<Path> all() throws IOException {
        MountTable table = MountTable.read();
        return table.mounts().stream()
                .filter(mount -> isFence(table, mount))
                .map(mount -> Path.of(mount.point()))
                .toList();
    }

    /**
     * A descriptor of the directory below the fence, writable and invisible to everybody else; the
     * fence stays. Without a fence it is the directory as it is. Its owner closes it.
     */
    public static int openBelow(Path directory) throws IOException {
        int tree = MountCalls.cloneTree(directory);
        try {
            if (raised(directory)) {
                long clear =
                        MountCalls.READ_ONLY
                                | MountCalls.ACCESS_TIME_MASK
                                | MountCalls.NO_DIRECTORY_ACCESS_TIME;
                MountCalls.setAttributes(tree, 0, clear, MountCalls.PRIVATE);
            }
            return tree;
        } catch (IOException failed) {
            MountCalls.close(tree);
            throw failed;
        }
    }

    private static boolean isFence(MountTable table, @Nullable Mount mount) {
        if (mount == null) {
            return false;
        }
        Mount parent = table.byId(mount.parent());
        return parent != null
                && mount.options().contains("ro")
                && mount.options().contains("noatime")
                && mount.options().contains("nodiratime")
                && mount.major() == parent.major()
                && mount.minor() == parent.minor()
                && Path.of(mount.root()).equals(seen(parent, mount.point()));
    }

    /** Which directory of the parent's file system is at {@code point}. */
    private static Path seen(Mount parent, String point) {
        return Path.of(parent.root()).resolve(Path.of(parent.point()).relativize(Path.of(point)));
    }
}
