package safekit.node.module;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import safekit.core.base.LocalTimestamp;
import safekit.core.config.module.User;
import safekit.core.message.LogLine;
import safekit.core.message.Message;
import safekit.core.script.ScriptCall;
import safekit.core.script.Userlog;
import safekit.node.home.ModuleHome;
import safekit.node.store.Dates;

/**
 * Runs module scripts one after the other (spec 07 sections 3 to 5): as root, in SAFEUSERBIN, in a
 * process group of their own, with output to a userlog and the time limits of stop scripts. {@link
 * #run} belongs to one thread; {@link #kill} may be called by any.
 */
public final class Scripts {
    /** Exit value of a script that could not be started, as a shell says it. */
    private static final int NOT_STARTED = 127;

    private final ModuleHome home;
    private final @Nullable User user;
    private final Consumer<LogLine> log;
    private final Map<String, String> environment;
    private volatile @Nullable Process running;

    /** Scripts of a module; without {@code <user>} none ever runs. */
    public Scripts(ModuleHome home, @Nullable User user, Consumer<LogLine> log) {
        this.home = home;
        this.user = user;
        this.log = log;
        environment = environment(home, user);
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
     * @return its exit value; 128 and more when it was killed
     */
    public int run(ScriptCall call) {
        Path file = file(call.name());
        if (user == null || file == null) {
            return 0;
        }
        LocalTimestamp now = Dates.local(Dates.nowMicros());
        boolean logged = user.logging() == User.Logging.USERLOG;
        log.accept(
                logged ? Userlog.started(call, now) : Userlog.startedWithoutFile(call));
        try {
            ProcessBuilder builder = builder(file, call);
            if (logged) {
                Path userlog = home.userVar().resolve(Userlog.fileName(call, now));
                append(userlog, Userlog.header(call, now) + "\n");
                builder.redirectOutput(ProcessBuilder.Redirect.appendTo(userlog.toFile()));
            } else {
                builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
            }
            return await(builder.start(), call, user);
        } catch (IOException e) {
            failed(call, e.getMessage());
            return NOT_STARTED;
        }
    }

    /** Kills the script that runs now with its process group; nothing when none runs. */
    public void kill() {
        Process now = running;
        if (now != null) {
            ProcessGroup.kill(now.pid());
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

    private ProcessBuilder builder(Path file, ScriptCall call) {
        var command = new ArrayList<String>();
        command.add("setsid");
        command.add(file.toString());
        command.addAll(call.arguments());
        var builder = new ProcessBuilder(command);
        builder.directory(home.userBin().toFile());
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true);
        builder.redirectInput(Path.of("/dev/null").toFile());
        return builder;
    }

    private int await(Process process, ScriptCall call, User limits) {
        running = process;
        try {
            Duration limit = limit(call, limits);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                ProcessGroup.kill(process.pid());
                log.accept(
                        Message.SCRIPT_KILLED.line(
                                call.shown(), limit.toSeconds(), attribute(call)));
                return process.waitFor();
            }
            int code = process.exitValue();
            if (code != 0) {
                failed(call, Integer.toString(code));
            }
            return code;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NOT_STARTED;
        } finally {
            running = null;
        }
    }

    private static Duration limit(ScriptCall call, User limits) {
        return switch (call.timeout()) {
            case NONE -> Duration.ofDays(36_500);
            case NICE -> limits.niceStopTimeout();
            case FORCE -> limits.forceStopTimeout();
        };
    }

    private static String attribute(ScriptCall call) {
        return call.forced() ? "forcestoptimeout" : "nicestoptimeout";
    }

    private void failed(ScriptCall call, String code) {
        log.accept(Message.SCRIPT_FAILED.line(call.shown(), code));
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(
                file,
                text,
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
