package safekit.node.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import safekit.core.config.Spelling;
import safekit.core.config.module.ModuleConfig;
import safekit.core.config.module.ModuleReader;
import safekit.node.disk.DurableFile;
import safekit.node.home.Home;
import safekit.node.home.ModuleHome;
import safekit.node.local.CommandFailed;

/**
 * Which modules are installed on this node. A module is installed when {@code SAFE/modules/AM}
 * exists; its id is in {@code SAFEUSERVAR/id}. Reads the disk each time; nothing is kept.
 */
public final class Modules {
    /** Directories of SAFE/modules that are no modules. */
    static final String LAST_CONFIGURATIONS = "lastconfig";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private final Home home;

    /** The modules of this installation. */
    public Modules(Home home) {
        this.home = home;
    }

    /** Names and ids of the installed modules, sorted by name. */
    public Map<String, Integer> installed() throws IOException {
        Map<String, Integer> ids = new TreeMap<>();
        Path all = home.safe().resolve("modules");
        if (!Files.isDirectory(all)) {
            return ids;
        }
        try (Stream<Path> directories = Files.list(all)) {
            for (Path directory : directories.toList()) {
                String name = directory.getFileName().toString();
                if (isName(name) && Files.exists(idFile(home.module(name)))) {
                    ids.put(name, id(home.module(name)));
                }
            }
        }
        return ids;
    }

    /** The installed modules with an active configuration, sorted by name. */
    public List<String> configured() throws IOException {
        List<String> names = new ArrayList<>();
        for (String name : installed().keySet()) {
            if (isConfigured(name)) {
                names.add(name);
            }
        }
        return names;
    }

    /** Whether the module has an active configuration. */
    public boolean isConfigured(String name) {
        return Files.exists(home.module(name).safeconf());
    }

    /** The home of an installed module; refused when there is none. */
    public ModuleHome required(String name) throws IOException, CommandFailed {
        ModuleHome module = home.module(valid(name));
        if (!Files.isDirectory(module.current()) || !Files.exists(idFile(module))) {
            throw new CommandFailed(
                    "the module %1$s is not installed%2$s".formatted(name, hint(name)));
        }
        return module;
    }

    private String hint(String name) throws IOException {
        Collection<String> known = installed().keySet();
        String near = Spelling.hint(name, known);
        if (!near.isEmpty()) {
            return "; " + near;
        }
        return known.isEmpty()
                ? ": run safekit module install -m " + name
                : "; installed: " + String.join(", ", known);
    }

    /** The home of a configured module; refused when it is not. */
    public ModuleHome requiredActive(String name) throws IOException, CommandFailed {
        ModuleHome module = required(name);
        if (!isConfigured(name)) {
            throw new CommandFailed(
                    "the module %1$s is not configured: run safekit config -m %1$s"
                            .formatted(name));
        }
        return module;
    }

    /** The id of an installed module. */
    public int id(ModuleHome module) throws IOException {
        String text = Files.readString(idFile(module)).trim();
        if (!text.matches("[0-9]{1,5}")) {
            throw new IOException(idFile(module) + " holds '" + text + "', expected a number");
        }
        return Integer.parseInt(text);
    }

    /** The active configuration, or null when there is none. */
    public @Nullable ModuleConfig active(String name) throws IOException {
        Path safeconf = home.module(name).safeconf();
        if (!Files.exists(safeconf)) {
            return null;
        }
        return ModuleReader.readActive(safeconf.toString(), Files.readString(safeconf)).usable();
    }

    void writeId(ModuleHome module, int id) throws IOException {
        DurableFile.write(idFile(module), id + "\n");
    }

    static String valid(String name) throws CommandFailed {
        if (!isName(name)) {
            throw new CommandFailed(
                    "'%s' is not a module name, expected: letters, digits and . - _"
                            .formatted(name));
        }
        return name;
    }

    private static boolean isName(String name) {
        return NAME.matcher(name).matches() && !name.equals(LAST_CONFIGURATIONS);
    }

    private static Path idFile(ModuleHome module) {
        return module.userVar().resolve("id");
    }
}
