package safekit.node.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import safekit.core.config.Finding;
import safekit.core.config.module.ModuleConfig;
import safekit.core.config.module.ModuleXml;
import safekit.node.cluster.Cluster;
import safekit.node.disk.DurableFile;
import safekit.node.disk.FileTree;
import safekit.node.home.Home;
import safekit.node.home.ModuleHome;
import safekit.node.local.Answer;
import safekit.node.local.CommandFailed;

/**
 * {@code config}, {@code confcheck}, {@code confinfo}, {@code deconfig} (spec 08 section 6). The
 * caller makes sure that the module does not run and that one of them runs at a time.
 */
public final class Configuration {
    private static final int KEPT = 3;
    private static final DateTimeFormatter FILE_DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd_HH-mm-ss");

    private final Home home;
    private final Modules modules;

    /** Configures modules of this home. */
    public Configuration(Home home, Modules modules) {
        this.home = home;
        this.modules = modules;
    }

    /**
     * Makes the current configuration the active one; any error leaves the previous one.
     *
     * @param environment of the caller, for macros
     */
    public void config(String name, Cluster cluster, Map<String, String> environment, Answer answer)
            throws IOException, CommandFailed {
        ModuleHome module = modules.required(name);
        script(module, module.current().resolve("bin"), "config", List.of(), answer);
        ModuleConfig config = checked(module, cluster, environment, answer);
        ActiveTree tree = new ActiveTree(module);
        Path draft = tree.draft();
        FileTree.copy(module.current().resolve("conf"), draft.resolve("conf"));
        FileTree.copy(module.current().resolve("bin"), draft.resolve("bin"));
        DurableFile.write(draft.resolve("conf/safeconf.xml"), ModuleXml.print(config));
        Files.createDirectories(module.userVar());
        tree.swap();
        int code =
                CommandScript.run(
                        module, module.userBin(), "postconfig", config, List.of(), answer);
        if (code != 0) {
            tree.swapBack();
            throw failed("postconfig", code);
        }
        tree.commit();
        keep(module);
    }

    /** Checks the current configuration and changes nothing. */
    public void confcheck(
            String name, Cluster cluster, Map<String, String> environment, Answer answer)
            throws IOException, CommandFailed {
        ModuleHome module = modules.required(name);
        checked(module, cluster, environment, answer);
        script(module, module.current().resolve("bin"), "confcheck", List.of(), answer);
    }

    /** Lines {@code active <sha256> <epoch>} and {@code current <sha256> <epoch>} (OPEN 08-10). */
    public List<String> confinfo(String name) throws IOException, CommandFailed {
        ModuleHome module = modules.required(name);
        List<String> lines = new ArrayList<>();
        if (modules.isConfigured(name)) {
            ConfigSignature active = ConfigSignature.of(module.active());
            lines.add("active %s %d".formatted(active.hex(), configuredAt(module)));
        }
        ConfigSignature current = ConfigSignature.of(module.current());
        lines.add("current %s %d".formatted(current.hex(), current.date()));
        return lines;
    }

    /** When the module was last configured, epoch seconds. */
    public static long configuredAt(ModuleHome module) throws IOException {
        return Files.getLastModifiedTime(module.safeconf()).toMillis() / 1000;
    }

    /** Removes the active configuration; what the user wrote and the logs stay. */
    public void deconfig(String name, Answer answer) throws IOException, CommandFailed {
        ModuleHome module = modules.required(name);
        ModuleConfig config = modules.active(name);
        int code =
                CommandScript.run(module, module.userBin(), "deconfig", config, List.of(), answer);
        if (code != 0) {
            answer.error("the script deconfig ended with " + code);
        }
        FileTree.delete(module.active());
    }

    /** Ends what a crash of safeadmin interrupted. */
    public void recover() throws IOException {
        for (String name : modules.installed().keySet()) {
            new ActiveTree(home.module(name)).recover();
        }
    }

    private ModuleConfig checked(
            ModuleHome module, Cluster cluster, Map<String, String> environment, Answer answer)
            throws IOException, CommandFailed {
        Candidate candidate = Candidate.read(home, modules, module, cluster, environment);
        for (Finding finding : candidate.findings()) {
            answer.error(finding.isError() ? errorLines(finding) : finding.text());
        }
        ModuleConfig config = candidate.usable();
        if (config == null) {
            throw new CommandFailed("the configuration of " + module.name() + " is not valid");
        }
        return config;
    }

    /** The line of the reference product, then where and why. */
    private static String errorLines(Finding finding) {
        return finding.errorText() + "\n" + finding.text().indent(4).stripTrailing();
    }

    private void script(
            ModuleHome module, Path directory, String name, List<String> arguments, Answer answer)
            throws IOException, CommandFailed {
        int code = CommandScript.run(module, directory, name, null, arguments, answer);
        if (code != 0) {
            throw failed(name, code);
        }
    }

    private static CommandFailed failed(String script, int code) {
        return new CommandFailed("the script %s ended with %d".formatted(script, code));
    }

    /** Keeps this configuration as one of the last three. */
    private void keep(ModuleHome module) throws IOException {
        Path directory = home.safe().resolve("modules").resolve(Modules.LAST_CONFIGURATIONS);
        String date = FILE_DATE.format(LocalDateTime.now(ZoneId.systemDefault()));
        ModuleArchive.pack(
                module.current(), directory.resolve(module.name() + "_" + date + ".safe"));
        String mine =
                Pattern.quote(module.name()) + "_\\d{4}-\\d\\d-\\d\\d_\\d\\d-\\d\\d-\\d\\d\\.safe";
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> kept =
                    files.filter(file -> file.getFileName().toString().matches(mine))
                            .sorted(Comparator.reverseOrder())
                            .toList();
            for (Path surplus : kept.subList(Math.min(KEPT, kept.size()), kept.size())) {
                Files.delete(surplus);
            }
        }
    }
}
