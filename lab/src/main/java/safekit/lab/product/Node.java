package safekit.lab.product;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import safekit.lab.host.Await;
import safekit.lab.host.LabHost;
import safekit.lab.host.Outcome;

/**
 * A host with an installed tree: SAFE, SAFEVAR and the replicated directory are on the host's own
 * disk, at the same paths on every node. Verbs of the notes module are methods; what is waited for
 * is an {@link AssertionError} when it does not come.
 */
public final class Node {
    private static final Duration COMMAND = Duration.ofSeconds(60);
    private static final Duration TRANSITION = Duration.ofSeconds(60);
    private static final Duration MESSAGE = Duration.ofSeconds(20);

    private final LabHost host;
    private final Await.Progress progress;
    private String mark = "";

    Node(LabHost host, Await.Progress progress) {
        this.host = host;
        this.progress = progress;
        host.define("SAFEVAR", safevar().toString());
        host.define("TZ", ZoneId.systemDefault().getId());
        host.define("SAFEKIT_JAVA_HOME", System.getProperty("java.home"));
    }

    public LabHost host() {
        return host;
    }

    public String name() {
        return host.name();
    }

    public Path safe() {
        return host.disk().resolve("safekit");
    }

    public Path safevar() {
        return host.disk().resolve("var");
    }

    /** The directory that the module replicates. */
    public Path replicated() {
        return host.disk().resolve("replicated");
    }

    // --- the machine ---

    /** Copies a dist tree to the host, durably, and makes an empty replicated directory. */
    void install(Path dist) {
        host.copyIn(dist, safe());
        sh("mkdir -p " + safevar() + " " + replicated() + " && sync -f .").orThrow();
    }

    /** Power on if it is off, and the daemon as at boot; returns when commands are answered. */
    public void boot() {
        if (!host.isOn()) {
            host.powerOn();
        }
        host.launch(
                host.disk().resolve("safeadmin.out"),
                safe().resolve("private/bin/safeadmin").toString());
        awaitThat("safeadmin of " + name() + " answers", TRANSITION, this::daemonAnswers);
    }

    boolean daemonAnswers() {
        return host.isOn() && safekit("level").succeeded();
    }

    /** The pid, inside the host, of the process that runs the module. */
    public long moduleProcess() {
        return process("safekit.node.module.Main", " " + NotesModule.NAME + " ");
    }

    /** The pid, inside the host, of safeadmin. */
    public long daemonProcess() {
        return process("safekit.node.admin.Main", "" + safevar());
    }

    /** Ends safeadmin as the system does when it goes down; returns when it is gone. */
    public void endDaemon() {
        long daemon = daemonProcess();
        sh("kill -TERM " + daemon).orThrow();
        awaitThat("safeadmin of " + name() + " ends", TRANSITION, () -> !runs(daemon));
    }

    private boolean runs(long pid) {
        return host.processes().containsKey(pid);
    }

    private long process(String... words) {
        return host.processes(words).keySet().stream()
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + words[0] + " runs on " + name()));
    }

    /** Runs a shell line on the host, in its disk. */
    public Outcome sh(String line) {
        return host.exec(COMMAND, "sh", "-c", line);
    }

    /** Replaces a script of the module, which must be configured afterwards. */
    public void script(String name, String text) {
        String file = safe() + "/modules/" + NotesModule.NAME + "/bin/" + name;
        String line = "printf %s \"$2\" >\"$1\" && chmod 755 \"$1\"";
        host.exec("sh", "-c", line, "write", file, text).orThrow();
    }

    // --- commands ---

    /** Runs `safekit` with these words. */
    public Outcome safekit(String... words) {
        var line = new ArrayList<String>();
        line.add(safe().resolve("safekit").toString());
        line.addAll(List.of(words));
        return host.exec(COMMAND, line.toArray(String[]::new));
    }

    /** Runs `safekit <words> -m notes`; it must succeed. */
    public Node order(String... words) {
        attempt(words).orThrow();
        return this;
    }

    /** Runs `safekit <words> -m notes`, whatever comes of it. */
    public Outcome attempt(String... words) {
        var line = new ArrayList<>(List.of(words));
        line.addAll(List.of("-m", NotesModule.NAME));
        return safekit(line.toArray(String[]::new));
    }

    public Node start() {
        return order("start");
    }

    public Node stop() {
        return order("stop");
    }

    public Node prim() {
        return order("prim");
    }

    public Node second() {
        return order("second");
    }

    public Node swap() {
        return order("swap");
    }

    // --- what can be seen ---

    /** The value of a resource of the module, such as `state.local`. */
    public String resource(String name) {
        return attempt("get", "-r", name).out().strip();
    }

    /** `<STATE> <Substate>`, or an empty text when nobody answers. */
    public String state() {
        return host.isOn() ? resource("state.local") : "";
    }

    /** Waits for this state. */
    public Node becomes(String state) {
        awaitThat(name() + " is " + state, TRANSITION, () -> state().equals(state));
        return this;
    }

    /** What follows about logs is about lines from now on. */
    public Node mark() {
        mark = ModuleLog.mark();
        return this;
    }

    /**
     * Waits until these messages are in the normal log after the mark, in this order. A message is
     * compared as a whole; {@code <...>} stands for a part that varies.
     */
    public Node logged(String... messages) {
        return tells("log", this::normalLog, messages);
    }

    /** As {@link #logged}, where the messages are in the verbose log only. */
    public Node loggedVerbosely(String... messages) {
        for (String message : messages) {
            if (ModuleLog.tells(normalLog(), List.of(message))) {
                throw new AssertionError(name() + " has in the normal log: " + message);
            }
        }
        return tells("verbose log", this::log, messages);
    }

    private Node tells(String what, Supplier<List<String>> log, String... messages) {
        for (int count = 1; count <= messages.length; count++) {
            List<String> first = List.of(messages).subList(0, count);
            String condition = what + " of " + name() + " has in this order: " + first;
            awaitThat(condition, MESSAGE, () -> ModuleLog.tells(log.get(), first));
        }
        return this;
    }

    /** Fails when the module's log after the mark has the message, be it verbose. */
    public Node neverLogged(String message) {
        if (ModuleLog.tells(log(), List.of(message))) {
            throw new AssertionError(name() + " logged: " + message + "\n" + describe());
        }
        return this;
    }

    /** The first such message of the normal log after the mark; it must be there. */
    public String message(String pattern) {
        return logged(pattern).normalLog().stream()
                .filter(line -> ModuleLog.says(line, pattern))
                .map(ModuleLog::message)
                .findFirst()
                .orElseThrow();
    }

    /** The messages of the normal log after the mark that are the pattern, oldest first. */
    public List<String> messages(String pattern) {
        return normalLog().stream()
                .filter(line -> ModuleLog.says(line, pattern))
                .map(ModuleLog::message)
                .toList();
    }

    /** When the messages of the log after the mark were the pattern, verbose ones included. */
    public List<LocalDateTime> times(String pattern) {
        return log().stream()
                .filter(line -> ModuleLog.says(line, pattern))
                .map(ModuleLog::date)
                .toList();
    }

    private List<String> normalLog() {
        return ModuleLog.since(mark, attempt("log", "-s", "100000").out());
    }

    /** The lines of the module's log after the mark, verbose ones included. */
    public List<String> log() {
        return ModuleLog.since(mark, attempt("log", "-s", "100000", "-A").out());
    }

    /** State and log, for the report of a failure. */
    public String describe() {
        if (!host.isOn()) {
            return "--- " + name() + " is off\n";
        }
        return "--- " + name() + ": " + state() + "\n" + String.join("\n", log()) + "\n";
    }

    private void awaitThat(
            String condition, Duration deadline, java.util.function.BooleanSupplier holds) {
        Await.until(condition, deadline, holds, progress);
    }
}
