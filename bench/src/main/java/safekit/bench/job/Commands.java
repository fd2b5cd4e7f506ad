package safekit.bench.job;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Programs that a job runs. */
final class Commands {
    private Commands() {}

    /** Runs a command that must succeed; returns what it wrote. */
    static String run(String... command) throws IOException, InterruptedException {
        return feed("", command);
    }

    /** As above, with this input. */
    static String feed(String input, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var to = process.getOutputStream()) {
            to.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        if (exit != 0) {
            throw new IOException(List.of(command) + " ended with " + exit + ": " + text);
        }
        return text;
    }
}
