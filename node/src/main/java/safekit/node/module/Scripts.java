package safekit.node.module;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import safekit.core.base.LocalTimestamp;
import safekit.core.config.module.User;
import safekit.core.message.LogLine;
import safekit.core.message.Message;
import safekit.core.script.ScriptCall;
import safekit.core.script.Userlog;
import safekit.linux.process.RunningScript;
import safekit.linux.process.Script;
import safekit.linux.process.ScriptEnd;
import safekit.linux.process.ScriptOutput;
import safekit.linux.process.ScriptRunner;
import safekit.node.home.ModuleHome;
import safekit.node.store.Dates;

/**
 * Runs module scripts one after the other (spec 07 sections 3 to 5): as root, in SAFEUSERBIN, in a
 * process group of their own, with output to a userlog and the time limits of stop scripts. {@link
 * #run} belongs to one thread; {@link #kill} may be called by any.
 */
public final class Scripts {
    /** Between SIGTERM and SIGKILL when a script must be ended. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final ModuleHome home;
    private final @Nullable User user;
    private final Consumer<LogLine> log;
    private final Map<String, String> environment;
    private final LeftScript noted;
    private volatile @Nullable RunningScript running;

    /** Scripts of a module; without {@code <user>} none ever runs. */
    public Scripts(ModuleHome home, @Nullable User user, Consumer<LogLine> log) {
        this.home = home;
        this.user = user;
        this.log = log;
        environment = environment(home, user);
        noted = LeftScript.of(home);
    }

    /** The variables that scripts have beside those of the daemon (spec 00 section 4). */
    static Map<String, String> environment(ModuleHome home, @Nullable User user) {
        var all = new TreeMap<String, String>();
        if (user != null) {
            user.variables().forEach(variable -> all.put(variable.name(), variable.value()));
        }
        all.put("SAFE", home.home().safe().toString());
        all.put("SAFEMODULE", home.name());
        all.put("SAFEBIN", home.home().bin().toString());
        all.put("SAFEUSERBIN", home.userBin().toString());
        all.put("SAFEUSERCONF", home.userConf().toString());
        all.put("SAFEVAR", home.home().var().toString());
        all.put("SAFEUSERVAR", home.userVar().toString());
        return all;
    }

    /**
     * Runs a script to its end, or to its time limit. One that the module does not have is skipped.
     *
     * @return whether it ended by itself with 0, or was skipped
     */
    public boolean run(ScriptCall call) {
        Path file = file(call.name());
        if (user == null || file == null) {
            return true;
        }
        LocalTimestamp now = Dates.local(Dates.nowMicros());
        boolean logged = user.logging() == User.Logging.USERLOG;
        log.accept(logged ? Userlog.started(call, now) : Userlog.startedWithoutFile(call));
        ScriptOutput output = new ScriptOutput.Discarded();
        if (logged) {
            Path userlog = home.userVar().resolve(Userlog.fileName(call, now));
            if (header(userlog, Userlog.header(call, now) + "\n")) {
                output = new ScriptOutput.ToFile(userlog, 1024L * user.userLogSizeKilobytes());
            }
        }
        Duration limit = limit(call, user);
        var script =
                new Script(
                        file, call.arguments(), environment, home.userBin(), output, limit, GRACE);
        return ended(call, limit, await(script));
    }

    /** Ends the script that runs now with its process group; nothing when none runs. */
    public void kill() {
        RunningScript now = running;
        if (now != null) {
            now.kill();
        }
    }

    /** At the start of the module: the oldest userlogs go while all are too much (OPEN 02-12). */
    public void pruneUserlogs() throws IOException {
        if (user == null || Files.notExists(home.userVar())) {
            return;
        }
        List<Path> oldestFirst;
        try (Stream<Path> files = Files.list(home.userVar())) {
            oldestFirst =
                    files.filter(file -> file.getFileName().toString().matches("userlog_.*\\.ulog"))
                            .sorted(Comparator.comparing(Path::getFileName))
                            .toList();
        }
        long total = 0;
        for (Path file : oldestFirst) {
            total += Files.size(file);
        }
        for (Path file : oldestFirst) {
            if (total < 1024L * user.userLogSizeKilobytes()) {
                return;
            }
            total -= Files.size(file);
            Files.delete(file);
        }
    }

    /** Exact name, else with {@code .sh} (OPEN 07-9). */
    private @Nullable Path file(String name) {
        for (String candidate : List.of(name, name + ".sh")) {
            Path file = home.userBin().resolve(candidate);
            if (Files.isRegularFile(file) && Files.isExecutable(file)) {
                return file;
            }
        }
        return null;
    }

    private ScriptEnd await(Script script) {
        var end = new CompletableFuture<ScriptEnd>();
        running = ScriptRunner.start(script, noted::note, end::complete);
        try {
            return end.join();
        } finally {
            running = null;
            noted.forget();
        }
    }

    private boolean ended(ScriptCall call, Duration limit, ScriptEnd end) {
        switch (end) {
            case ScriptEnd.Exited(int code) -> {
                if (code != 0) {
                    log.accept(Message.SCRIPT_FAILED.line(call.shown(), code));
                }
                return code == 0;
            }
            case ScriptEnd.TimedOut _ ->
                    log.accept(
                            Message.SCRIPT_KILLED.line(
                                    call.shown(), limit.toSeconds(), attribute(call)));
            case ScriptEnd.Killed _ ->
                    log.accept(Message.SCRIPT_FAILED.line(call.shown(), "a signal: killed"));
            case ScriptEnd.NotStarted(String reason) ->
                    log.accept(Message.SCRIPT_FAILED.line(call.shown(), reason));
        }
        return false;
    }

    private static Duration limit(ScriptCall call, User limits) {
        return switch (call.timeout()) {
            case NONE -> Duration.ZERO;
            case NICE -> limits.niceStopTimeout();
            case FORCE -> limits.forceStopTimeout();
        };
    }

    private static String attribute(ScriptCall call) {
        return call.forced() ? "forcestoptimeout" : "nicestoptimeout";
    }

    /** False when the disk refuses: the script runs all the same, without a file. */
    private static boolean header(Path file, String text) {
        try {
            Files.writeString(
                    file,
                    text,
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            return true;
        } catch (IOException full) {
            return false;
        }
    }
}
