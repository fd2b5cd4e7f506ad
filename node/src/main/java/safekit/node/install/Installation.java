package safekit.node.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import safekit.node.disk.DurableFile;
import safekit.node.disk.FileTree;
import safekit.node.home.Home;
import safekit.node.home.ModuleHome;
import safekit.node.local.CommandFailed;

/** {@code module install} and {@code module uninstall} (spec 08 section 6). */
public final class Installation {
    private static final int LARGEST_ID = 10_000;

    private final Home home;
    private final Modules modules;

    /** Installs into this home. */
    public Installation(Home home, Modules modules) {
        this.home = home;
        this.modules = modules;
    }

    /**
     * Installs a {@code .safe} file under a name and returns the module's id.
     *
     * @param file absolute path, or a name that is searched in Application_Modules; null means
     *     {@code <name>.safe}
     * @param id 0 for the smallest free one (OPEN 08-9)
     * @param again replaces an installed module of this name and keeps its id unless one is given
     * @param taken ids in use elsewhere in the cluster, by module
     */
    public int install(
            String name, @Nullable String file, int id, boolean again, Map<String, Integer> taken)
            throws IOException, CommandFailed {
        ModuleHome module = home.module(Modules.valid(name));
        boolean installed = modules.installed().containsKey(name);
        if (installed && !again) {
            throw new CommandFailed(
                    "the module %s is already installed: -r installs it again".formatted(name));
        }
        Path archive = find(file == null ? name + ".safe" : file);
        int chosen = id;
        if (id == 0) {
            chosen = installed ? modules.id(module) : freeId(name, taken);
        } else {
            refuseTaken(name, id, taken);
        }
        Path draft = module.current().resolveSibling("." + name + ".new");
        FileTree.delete(draft);
        try {
            ModuleArchive.unpack(archive, draft);
            keepKey(module, draft);
            FileTree.delete(module.current());
            Files.createDirectories(FileTree.parent(module.current()));
            Files.move(draft, module.current(), StandardCopyOption.ATOMIC_MOVE);
            DurableFile.syncDirectory(FileTree.parent(module.current()));
        } finally {
            FileTree.delete(draft);
        }
        Files.createDirectories(module.userVar());
        modules.writeId(module, chosen);
        return chosen;
    }

    /**
     * Backs the module up to Application_Modules/backup and removes everything of it; the caller
     * has deconfigured it.
     *
     * @param directories that it replicated: they keep their data and lose our mark
     */
    public void uninstall(String name, List<Path> directories) throws IOException, CommandFailed {
        ModuleHome module = modules.required(name);
        ModuleArchive.pack(
                module.current(), home.applicationModules().resolve("backup/" + name + ".safe"));
        FileTree.delete(module.current());
        FreedDirectories.unmark(directories);
        FileTree.delete(module.userVar());
    }

    private static void keepKey(ModuleHome module, Path draft) throws IOException {
        Path key = module.current().resolve("conf/modulekey.dat");
        if (Files.exists(key)) {
            Files.copy(
                    key,
                    draft.resolve("conf/modulekey.dat"),
                    StandardCopyOption.COPY_ATTRIBUTES,
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private int freeId(String name, Map<String, Integer> taken) throws IOException {
        Integer elsewhere = taken.get(name);
        Collection<Integer> used = new TreeSet<>(modules.installed().values());
        if (elsewhere != null && !used.contains(elsewhere)) {
            return elsewhere;
        }
        used.addAll(taken.values());
        int id = 1;
        while (used.contains(id)) {
            id++;
        }
        return id;
    }

    private void refuseTaken(String name, int id, Map<String, Integer> taken)
            throws IOException, CommandFailed {
        if (id < 1 || id > LARGEST_ID) {
            throw new CommandFailed(
                    "the module id %d is not between 1 and %d".formatted(id, LARGEST_ID));
        }
        for (Map<String, Integer> ids : List.of(modules.installed(), taken)) {
            for (Map.Entry<String, Integer> other : ids.entrySet()) {
                if (other.getValue() == id && !other.getKey().equals(name)) {
                    throw new CommandFailed(
                            "the module id %d belongs to the module %s"
                                    .formatted(id, other.getKey()));
                }
            }
        }
    }

    private Path find(String file) throws IOException, CommandFailed {
        Path path = Path.of(file);
        if (path.isAbsolute()) {
            if (!Files.isRegularFile(path)) {
                throw new CommandFailed("there is no file " + path);
            }
            return path;
        }
        Path root = home.applicationModules();
        if (Files.isDirectory(root)) {
            String wanted = file.endsWith(".safe") ? file : file + ".safe";
            try (Stream<Path> paths = Files.walk(root, 3)) {
                List<Path> found =
                        paths.filter(Files::isRegularFile)
                                .filter(each -> root.relativize(each).endsWith(wanted))
                                .sorted()
                                .toList();
                if (!found.isEmpty()) {
                    return found.getFirst();
                }
            }
        }
        throw new CommandFailed(
                "there is no file %s below %s: give an absolute path".formatted(file, root));
    }
}
