package safekit.lab.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import safekit.lab.host.Await;

/**
 * Prints the story: numbered chapters, facts, and one progress line per wait. On a terminal the
 * progress line is redrawn, elsewhere it is repeated every few seconds. One thread uses it.
 */
final class Narrator implements Await.Progress {
    private static final long REPEATED_EVERY_MILLIS = 5000;

    private final PrintStream out;
    private final boolean terminal;
    private final long startNanos = System.nanoTime();
    private int chapter;
    private boolean progressShown;
    private long lastProgressMillis;

    Narrator(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Tells the story on standard output, which may be a terminal or not. */
    static Narrator onStandardOutput() {
        try {
            Path output = Files.readSymbolicLink(Path.of("/proc/self/fd/1"));
            return new Narrator(System.out, output.startsWith("/dev/pts"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A new chapter. */
    void chapter(String title) {
        endProgress();
        chapter++;
        long seconds = Duration.ofNanos(System.nanoTime() - startNanos).toSeconds();
        out.printf(
                Locale.ROOT, "%n%d. %s   [%d:%02d]%n", chapter, title, seconds / 60, seconds % 60);
    }

    /** Something that was done or measured. */
    void fact(String text) {
        endProgress();
        text.lines().forEach(line -> out.println("   " + line));
    }

    @Override
    public void waiting(String condition, Duration since) {
        String line = "   ... %s (%.1f s)".formatted(condition, since.toMillis() / 1000.0);
        if (terminal) {
            out.print("\r\033[K" + line);
            out.flush();
            progressShown = true;
        } else if (since.toMillis() < lastProgressMillis
                || since.toMillis() - lastProgressMillis >= REPEATED_EVERY_MILLIS
                || !progressShown) {
            out.println(line);
            lastProgressMillis = since.toMillis();
            progressShown = true;
        }
    }

    private void endProgress() {
        if (progressShown && terminal) {
            out.print("\r\033[K");
        }
        progressShown = false;
        lastProgressMillis = 0;
    }
}
