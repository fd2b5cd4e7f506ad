package safekit.linux.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An execution of a script.
 *
 * @param executable the file, absolute
 * @param arguments after the name
 * @param environment added to the environment of this process
 * @param directory working directory
 * @param output where stdout and stderr go
 * @param timeout how long it may take; {@link Duration#ZERO} is unlimited
 * @param grace between SIGTERM and SIGKILL when it must be ended
 */
public record Script(
        Path executable,
        List<String> arguments,
        Map<String, String> environment,
        Path directory,
        ScriptOutput output,
        Duration timeout,
        Duration grace) {
    public Script {
        arguments = List.copyOf(arguments);
        environment = new LinkedHashMap<>(environment);
        if (!executable.isAbsolute()) {
            throw new IllegalArgumentException("an absolute path is expected, found " + executable);
        }
        if (timeout.isNegative() || grace.isNegative()) {
            throw new IllegalArgumentException("negative time: " + timeout + ", " + grace);
        }
    }
}
