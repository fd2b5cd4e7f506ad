package safekit.node.install;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import safekit.core.config.module.ModuleConfig;
import safekit.linux.process.RunningScript;
import safekit.linux.process.Script;
import safekit.linux.process.ScriptEnd;
import safekit.linux.process.ScriptOutput;
import safekit.linux.process.ScriptRunner;
import safekit.node.home.Home;
import safekit.node.home.ModuleHome;
import safekit.node.local.Answer;

/**
 * A script that belongs to a command: config, postconfig, confcheck, deconfig, state, level (spec
 * 07 section 4). Its output goes to the caller; a missing script is skipped. It is ended with its
 * process group when the caller goes away, and after ten minutes.
 */
public final class CommandScript {
    private static final Duration TIMEOUT = Duration.ofMinutes(10);
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final long LOOK_NANOS = 20_000_000;
    private static final long LONGEST_OUTPUT = 16 << 20;

    /** Exit codes of a shell: of what SIGKILL ended, and of what cannot be executed. */
    private static final int ENDED = 137;

    private static final int NOT_STARTED = 126;

    private CommandScript() {}

    /**
     * Runs the script of this name in the directory and returns its exit code; 0 when there is
     * none.
     *
     * @param config gives the variables of {@code <user>}; null before anything is read
     */
    public static int run(
            ModuleHome module,
            Path directory,
            String name,
            @Nullable ModuleConfig config,
            List<String> arguments,
            Answer answer)
            throws IOException {
        Path executable = find(directory, name);
        if (executable == null) {
            return 0;
        }
        Map<String, String> environment = new LinkedHashMap<>(environment(module));
        if (config != null && config.user() != null) {
            config.user().variables().forEach(each -> environment.put(each.name(), each.value()));
        }
        Path output = Files.createTempFile(module.home().var(), name, ".out");
        try {
            var script =
                    new Script(
                            executable,
                            arguments,
                            environment,
                            directory,
                            new ScriptOutput.ToFile(output, LONGEST_OUTPUT),
                            TIMEOUT,
                            GRACE);
            return code(name, end(script, output, answer), answer);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    /** Passes the output on as it comes; a script whose caller is gone is ended. */
    private static ScriptEnd end(Script script, Path output, Answer answer) throws IOException {
        var end = new CompletableFuture<ScriptEnd>();
        try (InputStream written = Files.newInputStream(output)) {
            RunningScript running = ScriptRunner.start(script, _ -> {}, end::complete);
            while (!end.isDone()) {
                answer.bytes(1, written.readAllBytes());
                if (answer.isAbandoned()) {
                    running.kill();
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
            answer.bytes(1, written.readAllBytes());
        }
        return end.join();
    }

    private static int code(String name, ScriptEnd end, Answer answer) {
        return switch (end) {
            case ScriptEnd.Exited(int code) -> code;
            case ScriptEnd.TimedOut _ -> {
                answer.error(
                        "the script %s is ended: it took longer than %d s"
                                .formatted(name, TIMEOUT.toSeconds()));
                yield ENDED;
            }
            case ScriptEnd.Killed _ -> ENDED;
            case ScriptEnd.NotStarted(String reason) -> {
                answer.error("the script %s does not start: %s".formatted(name, reason));
                yield NOT_STARTED;
            }
        };
    }

    /** The variables of every script (spec 07 section 3). */
    private static Map<String, String> environment(ModuleHome module) {
        Home home = module.home();
        return Map.of(
                "SAFE", home.safe().toString(),
                "SAFEVAR", home.var().toString(),
                "SAFEBIN", home.bin().toString(),
                "SAFEMODULE", module.name(),
                "SAFEUSERBIN", module.userBin().toString(),
                "SAFEUSERCONF", module.userConf().toString(),
                "SAFEUSERVAR", module.userVar().toString());
    }

    /** OPEN 07-9: the exact name, else with {@code .sh}; only executable files. */
    private static @Nullable Path find(Path directory, String name) {
        for (String each : List.of(name, name + ".sh")) {
            Path script = directory.resolve(each);
            if (Files.isRegularFile(script) && Files.isExecutable(script)) {
                return script;
            }
        }
        return null;
    }
}
