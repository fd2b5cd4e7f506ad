package safekit.node.admin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import safekit.core.base.DisplayState;
import safekit.core.local.LocalMessage.Request;
import safekit.linux.sys.ProcFile;
import safekit.node.home.ModuleHome;
import safekit.node.install.CommandScript;
import safekit.node.install.Modules;
import safekit.node.local.Answer;
import safekit.node.local.CommandFailed;

/** Monitoring (spec 08 sections 2 and 5). */
final class StateVerbs {
    private static final int NO_STATE = 255;
    private static final int DEFAULT_LINES = 300;
    private static final Pattern RESOURCE = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*\\.\\S{1,200}");
    private static final String LICENSE = "Demo (No license)";

    private final Modules modules;
    private final Supervisor supervisor;
    private final ModuleStates states;
    private final Records records;
    private final LongSupplier refused;

    /**
     * @param refused datagrams of the cluster that were refused
     */
    StateVerbs(
            Modules modules,
            Supervisor supervisor,
            ModuleStates states,
            Records records,
            LongSupplier refused) {
        this.modules = modules;
        this.supervisor = supervisor;
        this.states = states;
        this.records = records;
        this.refused = refused;
    }

    void register(Commands commands) {
        commands.look("level", this::level);
        commands.look("cmdlog", this::commandLog);
        commands.query("state", this::state);
        commands.query("get", this::get);
        commands.modifyWithCode("set", this::set);
        commands.look("log", this::log);
        commands.look("logview", this::follow);
        commands.query("printi", (call, answer) -> print(false, call, answer));
        commands.query("printe", (call, answer) -> print(true, call, answer));
    }

    /** Four lines, then what the script {@code level} of the module prints. */
    private void level(Invocation call, Answer answer) throws IOException, CommandFailed {
        String module = call.option("module");
        ModuleHome home = module == null ? null : modules.required(module);
        answer.line("Host: " + hostname());
        answer.line("OS: " + operatingSystem());
        answer.line("SafeKit: " + version());
        answer.line("License: " + LICENSE);
        if (home != null) {
            script(home, "level", answer);
        }
    }

    private int state(Invocation call, Answer answer) throws IOException, CommandFailed {
        String name = call.option("module");
        if (name == null && call.has("quiet")) {
            answer.error("Error: state -lq needs the option -m AM");
            return NO_STATE;
        }
        if (name == null) {
            for (String each : modules.configured()) {
                answer.line(String.format(Locale.ROOT, "%-40s%s", each, states.of(each)));
            }
            if (call.has("verbose")) {
                long count = refused.getAsLong();
                answer.line(String.format(Locale.ROOT, "%-40s%d", "cluster.refused", count));
            }
            return 0;
        }
        if (call.has("quiet")) {
            return stateWord(name, answer);
        }
        ModuleHome module = modules.requiredActive(name);
        if (!call.has("verbose")) {
            answer.line(states.of(name).toString());
            return 0;
        }
        if (supervisor.runs(name)) {
            int code = ask(name, answer, "state");
            if (code != 0) {
                return code;
            }
        } else {
            resources(module).forEach(each -> answer.line(line(each)));
        }
        script(module, "state", answer);
        return 0;
    }

    /** Prints the word; its exit code tells the state (spec 00 section 2, OPEN 08-7). */
    private int stateWord(String name, Answer answer) {
        try {
            modules.requiredActive(name);
            DisplayState state = states.of(name);
            answer.line(state.state().name());
            return state.state().exitCode();
        } catch (CommandFailed missing) {
            answer.error("Error: " + missing.sentence());
        } catch (IOException e) {
            answer.error("Error: " + e.getMessage());
        }
        return NO_STATE;
    }

    /**
     * What is known of a module without process: its last resources, and of those that cannot be
     * old what holds now.
     */
    private List<Records.Resource> resources(ModuleHome module) throws IOException {
        Map<String, String> now = new LinkedHashMap<>();
        now.put("state.local", states.of(module.name()).toString());
        now.put("state.remote", "UNKNOWN Unknown");
        now.put("usersetting.failover", supervisor.settings().failover(module) ? "on" : "off");
        Map<String, Records.Resource> all = new LinkedHashMap<>();
        String never = "-";
        now.forEach((name, value) -> all.put(name, new Records.Resource(name, value, never)));
        for (Records.Resource each : records.resources(module.name())) {
            String value = now.getOrDefault(each.name(), each.value());
            all.put(each.name(), new Records.Resource(each.name(), value, each.date()));
        }
        return List.copyOf(all.values());
    }

    /** Columns at 0, 40 and 58 (OPEN 08-6). */
    static String line(Records.Resource resource) {
        return String.format(
                Locale.ROOT, "%-39s %-17s %s", resource.name(), resource.value(), resource.date());
    }

    private int get(Invocation call, Answer answer) throws IOException, CommandFailed {
        ModuleHome module = modules.requiredActive(call.module());
        String name = module.name();
        String wanted = call.required("resource");
        if (supervisor.runs(name)) {
            return ask(name, answer, "get", wanted);
        }
        for (Records.Resource each : resources(module)) {
            if (each.name().equals(wanted)) {
                answer.line(each.value());
                return 0;
            }
        }
        throw new CommandFailed(
                "the module %1$s has no resource %2$s: safekit state -v -m %1$s lists them"
                        .formatted(name, wanted));
    }

    private int set(Invocation call, Answer answer) throws IOException, CommandFailed {
        String name = modules.requiredActive(call.module()).name();
        String resource = call.required("resource");
        String value = call.text("value");
        refuseUnsettable(resource);
        if (supervisor.runs(name)) {
            String log = call.has("nolog") ? "no" : call.has("log") ? "yes" : "default";
            return ask(name, answer, "set", resource, value, call.author(), log);
        }
        records.setResource(name, resource, value, call.author());
        return 0;
    }

    /** Values that the module decides, or that another command sets, are not lied about. */
    private static void refuseUnsettable(String resource) throws CommandFailed {
        if (!RESOURCE.matcher(resource).matches()) {
            throw new CommandFailed(
                    "'%s' is no resource, expected: class.id, such as custom.test"
                            .formatted(resource));
        }
        if (resource.startsWith("state.")) {
            throw new CommandFailed(
                    resource + " follows the module: use safekit start, stop, swap or prim");
        }
        if (resource.startsWith("usersetting.")) {
            throw new CommandFailed(
                    "%s is set by its own command, such as safekit failover on|off"
                            .formatted(resource));
        }
    }

    private int print(boolean event, Invocation call, Answer answer)
            throws IOException, CommandFailed {
        String name = modules.requiredActive(call.module()).name();
        String text = call.required("message");
        if (supervisor.runs(name)) {
            return ask(name, answer, event ? "printe" : "printi", text);
        }
        records.print(name, event, text);
        return 0;
    }

    private void log(Invocation call, Answer answer) throws IOException, CommandFailed {
        String name = modules.required(call.module()).name();
        inEnglish(call, answer);
        int count = call.number("count", DEFAULT_LINES);
        records.log(name, count, call.has("verbose")).forEach(entry -> answer.line(entry.print()));
    }

    private void commandLog(Invocation call, Answer answer) throws CommandFailed {
        records.commandLog(call.number("count", DEFAULT_LINES)).forEach(answer::line);
    }

    /** Other catalogues are optional (OPEN 09-3): what is asked for and not there is said. */
    private static void inEnglish(Invocation call, Answer answer) {
        String language = call.option("language");
        if (language != null && !language.equals("en")) {
            answer.error("The messages are in English: no catalogue for '%s'".formatted(language));
        }
    }

    private void follow(Invocation call, Answer answer) throws IOException, CommandFailed {
        String name = modules.required(call.module()).name();
        inEnglish(call, answer);
        int count = call.number("count", DEFAULT_LINES);
        new LogFollower(records, name, call.has("verbose")).follow(count, answer);
    }

    private int ask(String module, Answer answer, String... arguments)
            throws IOException, CommandFailed {
        return supervisor
                .questions()
                .askPatiently(module, Request.of("safeadmin", arguments), answer::pass);
    }

    private void script(ModuleHome module, String name, Answer answer) throws IOException {
        if (modules.isConfigured(module.name())) {
            CommandScript.run(
                    module,
                    module.userBin(),
                    name,
                    modules.active(module.name()),
                    List.of(),
                    answer);
        }
    }

    private static String hostname() throws IOException {
        Path kernel = Path.of("/proc/sys/kernel/hostname");
        if (Files.exists(kernel)) {
            return ProcFile.line(kernel);
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    private static String operatingSystem() throws IOException {
        String kernel = System.getProperty("os.name") + " " + System.getProperty("os.version");
        Path release = Path.of("/etc/os-release");
        if (Files.exists(release)) {
            for (String line : Files.readAllLines(release)) {
                if (line.startsWith("PRETTY_NAME=")) {
                    String name = line.substring("PRETTY_NAME=".length()).replace("\"", "");
                    return name + " (" + kernel + ")";
                }
            }
        }
        return kernel;
    }

    private static String version() {
        String version = StateVerbs.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
