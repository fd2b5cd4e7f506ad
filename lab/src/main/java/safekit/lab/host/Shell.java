package safekit.lab.host;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs commands of this machine, always with a deadline and a clean environment. Thread-safe. */
public final class Shell {
    static final Duration SHORT = Duration.ofSeconds(20);

    /** For what follows at once: the end of a killed command, the end of its output. */
    private static final Duration GRACE = Duration.ofSeconds(10);

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
            var out = new Output(process.getInputStream());
            var err = new Output(process.getErrorStream());
            send(process, input);
            boolean ended = process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                kill(process, command);
            } else if (!out.ends() || !err.ends()) {
                throw new IllegalStateException(
                        "the output of a command that ended is still open after %d s: `%s`"
                                .formatted(GRACE.toSeconds(), String.join(" ", command)));
            }
            int exit = ended ? process.exitValue() : KILLED;
            return new Outcome(String.join(" ", command), exit, out.text(), err.text());
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

    private static void kill(Process process, List<String> command) throws InterruptedException {
        if (!process.destroyForcibly().waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException(
                    "a killed command is still there after %d s: `%s`"
                            .formatted(GRACE.toSeconds(), String.join(" ", command)));
        }
    }

    /**
     * What arrives from a process, read by a thread of its own. Descendants of a killed command may
     * hold it open for ever: nobody waits for them.
     */
    private static final class Output {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Thread reader;

        Output(InputStream stream) {
            reader = Thread.ofPlatform().daemon().name("output").start(() -> read(stream));
        }

        /** Waits for the end; false when it does not come. */
        boolean ends() throws InterruptedException {
            return reader.join(GRACE);
        }

        /** Everything until now. */
        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }

        private void read(InputStream stream) {
            try (stream) {
                stream.transferTo(bytes);
            } catch (IOException broken) {
                // What arrived until then is the output.
            }
        }
    }
}
