package safekit.lab.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs commands of this machine, always with a deadline and a clean environment. Thread-safe. */
public final class Shell {
    static final Duration SHORT = Duration.ofSeconds(20);
    private static final int KILLED = 137;
    private static final Map<String, String> ENVIRONMENT =
            Map.of(
                    "PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                    "LANG", "C.UTF-8",
                    "HOME", "/root");

    private Shell() {}

    /** Runs a command that must succeed and returns its standard output without trailing blanks. */
    static String must(String... command) {
        return run(List.of(command), "", SHORT).orThrow().out().stripTrailing();
    }

    /** Runs a command whose failure is of no interest, because it removes what may not exist. */
    static void attempt(String... command) {
        run(List.of(command), "", SHORT);
    }

    /** Feeds the text to a command that must succeed. */
    static void feed(String input, String... command) {
        run(List.of(command), input, SHORT).orThrow();
    }

    static Outcome run(List<String> command, String input, Duration deadline) {
        try {
            Process process = builder(command).start();
            CompletableFuture<String> out = collect(process.getInputStream());
            CompletableFuture<String> err = collect(process.getErrorStream());
            send(process, input);
            boolean ended = process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.destroyForcibly().waitFor();
                closeStreams(process);
            }
            int exit = ended ? process.exitValue() : KILLED;
            return new Outcome(String.join(" ", command), exit, out.join(), err.join());
        } catch (IOException failure) {
            throw new UncheckedIOException(String.join(" ", command), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + command, interrupted);
        }
    }

    /** A process of this machine with the lab's clean environment; the caller ends it. */
    static ProcessBuilder builder(List<String> command) {
        var builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        return builder;
    }

    private static void send(Process process, String input) {
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException closedEarly) {
            // The command did not want its input; its exit code tells whether that is an error.
        }
    }

    /** Descendants of a killed command may hold its pipes open: do not wait for them. */
    private static void closeStreams(Process process) throws IOException {
        process.getInputStream().close();
        process.getErrorStream().close();
    }

    private static CompletableFuture<String> collect(InputStream stream) {
        var text = new CompletableFuture<String>();
        Thread.ofVirtual()
                .start(
                        () -> {
                            var bytes = new java.io.ByteArrayOutputStream();
                            try {
                                stream.transferTo(bytes);
                            } catch (IOException closedByDeadline) {
                                // What arrived until then is the output.
                            }
                            text.complete(bytes.toString(StandardCharsets.UTF_8));
                        });
        return text;
    }
}
