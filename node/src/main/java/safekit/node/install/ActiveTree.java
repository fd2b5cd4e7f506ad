package safekit.node.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import safekit.node.disk.DurableFile;
import safekit.node.disk.FileTree;
import safekit.node.home.ModuleHome;

/**
 * Replaces the active configuration of a module by a draft. After a crash {@link #recover} leaves
 * the old or the new one, never a mixture.
 */
final class ActiveTree {
    private final Path active;
    private final Path draft;
    private final Path old;

    ActiveTree(ModuleHome module) {
        active = module.active();
        draft = active.resolveSibling("." + module.name() + ".new");
        old = active.resolveSibling("." + module.name() + ".old");
    }

    /** An empty directory to build the next configuration in. */
    Path draft() throws IOException {
        FileTree.delete(draft);
        Files.createDirectories(draft);
        return draft;
    }

    /** The draft is active from now on; the former configuration is kept aside. */
    void swap() throws IOException {
        FileTree.delete(old);
        if (Files.exists(active)) {
            Files.move(active, old, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(draft, active, StandardCopyOption.ATOMIC_MOVE);
        DurableFile.syncDirectory(FileTree.parent(active));
    }

    /** Back to the former configuration, if there was one. */
    void swapBack() throws IOException {
        FileTree.delete(active);
        if (Files.exists(old)) {
            Files.move(old, active, StandardCopyOption.ATOMIC_MOVE);
        }
        DurableFile.syncDirectory(FileTree.parent(active));
    }

    /** The swap is final. */
    void commit() throws IOException {
        FileTree.delete(old);
    }

    /** After a crash in the middle of a swap. */
    void recover() throws IOException {
        FileTree.delete(draft);
        if (Files.exists(old)) {
            swapBack();
        }
    }
}
