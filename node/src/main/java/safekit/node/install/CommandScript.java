package safekit.node.install;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import safekit.core.config.module.ModuleConfig;
import safekit.node.home.Home;
import safekit.node.home.ModuleHome;
import safekit.node.local.Answer;

/**
 * A script that belongs to a command: config, postconfig, confcheck, deconfig, state, level (spec
 * 07 section 4). Its output goes to the caller; a missing script is skipped.
 */
public final class CommandScript {
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
        Path script = find(directory, name);
        if (script == null) {
            return 0;
        }
        List<String> words = new ArrayList<>(List.of(script.toString()));
        words.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(words)
                        .directory(directory.toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                        .redirectErrorStream(true);
        builder.environment().putAll(environment(module));
        if (config != null && config.user() != null) {
            config.user()
                    .variables()
                    .forEach(each -> builder.environment().put(each.name(), each.value()));
        }
        Process process = builder.start();
        try (InputStream output = process.getInputStream()) {
            byte[] piece = new byte[16_384];
            for (int read = output.read(piece); read >= 0; read = output.read(piece)) {
                answer.bytes(1, Arrays.copyOf(piece, read));
            }
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the script " + name + " ran", e);
        }
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
