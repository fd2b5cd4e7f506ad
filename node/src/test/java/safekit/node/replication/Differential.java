package safekit.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The program that does the same in a mount and in a plain directory (differential.py of the file
 * system's tests), driven by its commands.
 */
final class Differential implements AutoCloseable {
    private static final Path SCRIPT =
            Path.of("../linux/src/test/resources/safekit/linux/fuse/differential.py");
    private static final long LONGEST_SECONDS = Long.getLong("fsx.patience", 120);

    private final Process process;
    private final BufferedWriter commands;
    private final LinkedBlockingQueue<String> answers = new LinkedBlockingQueue<>();

    Differential(long seed) throws IOException {
        process =
                new ProcessBuilder("python3", SCRIPT.toString(), Long.toString(seed))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        var out = process.getOutputStream();
        commands = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        Thread.ofPlatform().daemon().start(this::listen);
    }

    private void listen() {
        process.inputReader(StandardCharsets.UTF_8).lines().forEach(answers::add);
        answers.add("different: the program ended");
    }

    void begin(String command) throws IOException {
        commands.write(command + "\n");
        commands.flush();
    }

    String answer() throws IOException {
        try {
            String answer = answers.poll(LONGEST_SECONDS, TimeUnit.SECONDS);
            assertThat(answer).as("the program answers").isNotNull().doesNotStartWith("different");
            return answer;
        } catch (InterruptedException stop) {
            throw new IOException(stop);
        }
    }

    String ask(String command) throws IOException {
        begin(command);
        return answer();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
