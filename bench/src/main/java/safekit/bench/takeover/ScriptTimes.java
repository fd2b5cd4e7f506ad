package safekit.bench.takeover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import safekit.lab.host.Await;
import safekit.lab.product.Node;
import safekit.lab.product.NotesModule;

/**
 * When the application's scripts ran on a node: each is called by a script of the same name that
 * writes the moments before and after it. The record is in the host's memory: a power-off forgets
 * it.
 */
final class ScriptTimes {
    static final String START = "start_prim";
    static final String STOP = "stop_prim";

    private static final Path RECORD = Path.of("/run/bench-scripts");
    private static final Duration TAKEOVER = Duration.ofSeconds(60);

    /** A script, and when it began and ended. */
    record Run(String script, long beginNanos, long endNanos) {
        double millis() {
            return Moment.millis(beginNanos, endNanos);
        }
    }

    private final Node node;

    ScriptTimes(Node node) {
        this.node = node;
    }

    /**
     * Puts the recording scripts in the place of the application's, durably, and applies the
     * configuration, which is what makes them active (spec 02). The module is stopped.
     */
    static void installOn(Node node) {
        Path bin = node.safe().resolve("modules/" + NotesModule.NAME + "/bin");
        Path kept = node.host().disk().resolve("scripts");
        for (String script : List.of(START, STOP)) {
            String text =
                    """
                    #!/bin/sh
                    begin=$(date +%%s%%N)
                    %s/%s "$@"
                    code=$?
                    echo %s $begin $(date +%%s%%N) >>%s
                    exit $code
                    """
                            .formatted(kept, script, script, RECORD);
            node.sh("mkdir -p %s && mv %s/%s %s/".formatted(kept, bin, script, kept)).orThrow();
            try {
                Files.writeString(node.host().path(bin.resolve(script)), text);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
            node.sh("chmod 755 %s/%s".formatted(bin, script)).orThrow();
        }
        node.order("config");
        node.sh("sync -f .").orThrow();
    }

    /** Waits for the first run of a script that began after a moment. */
    Run awaitFirst(String script, long afterNanos) {
        Await.until(
                script + " has run on " + node.name(),
                TAKEOVER,
                () -> !since(script, afterNanos).isEmpty());
        return since(script, afterNanos).getFirst();
    }

    /** The runs of a script that began after a moment and ended before another run began. */
    List<Run> between(String script, long afterNanos, Run next) {
        return since(script, afterNanos).stream()
                .filter(run -> run.endNanos() <= next.beginNanos())
                .toList();
    }

    private List<Run> since(String script, long afterNanos) {
        return parse(text()).stream()
                .filter(run -> run.script().equals(script) && run.beginNanos() > afterNanos)
                .toList();
    }

    static List<Run> parse(String text) {
        return text.lines()
                .map(line -> line.split(" ", -1))
                .map(words -> new Run(words[0], Long.parseLong(words[1]), Long.parseLong(words[2])))
                .toList();
    }

    private String text() {
        try {
            Path file = node.host().path(RECORD);
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
