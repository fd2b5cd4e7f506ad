package safekit.linux.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Starts scripts. Each one is watched by a platform thread of its own, which reports the end; a
 * start never blocks on the script. Thread-safe.
 */
public final class ScriptRunner {
    private static final String NEW_SESSION = "setsid";

    private ScriptRunner() {}

    /**
     * Starts it. On the watching thread {@code started} is told the leader of its group as soon as
     * there is one; {@code ended} is called exactly once, also when the script cannot be started.
     */
    public static RunningScript start(
            Script script, LongConsumer started, Consumer<ScriptEnd> ended) {
        var running = new RunningScript(script, started, ended);
        Thread.ofPlatform()
                .name("script " + script.executable().getFileName())
                .daemon()
                .start(running::run);
        return running;
    }

    /** The process, which is or becomes the leader of its own session. */
    static Process spawn(Script script) throws IOException {
        if (!Files.isExecutable(script.executable()) || Files.isDirectory(script.executable())) {
            throw new IOException(script.executable() + " is not an executable file");
        }
        List<String> command = new ArrayList<>(List.of(NEW_SESSION));
        command.add(script.executable().toString());
        command.addAll(script.arguments());
        var builder =
                new ProcessBuilder(command)
                        .directory(script.directory().toFile())
                        .redirectInput(new File("/dev/null"))
                        .redirectErrorStream(true);
        switch (script.output()) {
            case ScriptOutput.Discarded _ ->
                    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
            case ScriptOutput.ToFile(var file, var _) ->
                    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(file.toFile()));
        }
        builder.environment().putAll(script.environment());
        return builder.start();
    }
}
