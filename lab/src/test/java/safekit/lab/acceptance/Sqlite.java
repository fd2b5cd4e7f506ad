package safekit.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import safekit.lab.host.Await;
import safekit.lab.host.HostIsOff;
import safekit.lab.product.Node;
import safekit.lab.product.Pair;

/**
 * A SQLite database into which two processes of the serving node insert numbered promises at the
 * same time, reading through a map of the file; with the write-ahead log they share its index,
 * which is mapped too. What the processes say is recorded here, outside of the hosts.
 */
final class Sqlite implements Database, AutoCloseable {
    private static final Duration ENDS = Duration.ofSeconds(30);
    private static final int WRITERS = 2;

    /**
     * With "full" a rollback journal that was removed to commit may come back after a power-off.
     */
    private static final String SETTINGS =
            ".timeout 20000\npragma synchronous=extra; pragma mmap_size=268435456;\n";

    private final Pair pair;
    private final String journal;
    private final AtomicInteger numbers = new AtomicInteger();
    private final List<Integer> promised = new CopyOnWriteArrayList<>();
    private final List<Writer> writers;
    private volatile boolean stopping;

    /**
     * In the replicated directory of this pair.
     *
     * @param journal the journal mode: {@code delete} or {@code wal}
     */
    Sqlite(Pair pair, String journal) {
        this.pair = pair;
        this.journal = journal;
        this.writers = IntStream.range(0, WRITERS).mapToObj(_ -> new Writer()).toList();
    }

    /** Makes the table on the primary and starts the writers. */
    void begin() {
        Node primary = pair.primary();
        String table = "create table promises (number integer primary key, filling blob);";
        String mode =
                primary.sh(sqlite("pragma journal_mode=" + journal + "; " + table)).orThrow().out();
        assertThat(mode.strip()).isEqualTo(journal);
        writers.forEach(Writer::start);
    }

    @Override
    public void awaitProgress(Duration deadline) {
        int before = promised.size();
        String condition = "inserts are committed with journal_mode=" + journal;
        Await.until(condition, deadline, () -> promised.size() > before + 3);
    }

    @Override
    public void nothingIsLost() {
        var lost = new TreeSet<>(promised);
        Node serving = serving().orElseThrow(() -> new AssertionError("nobody serves"));
        String told =
                serving.sh(
                                sqlite(
                                        ".timeout 20000\npragma integrity_check; select number from promises;"))
                        .orThrow()
                        .out();
        List<String> lines = told.lines().toList();
        assertThat(lines.getFirst()).isEqualTo("ok");
        Set<Integer> kept =
                lines.stream().skip(1).map(Integer::valueOf).collect(Collectors.toSet());
        lost.removeAll(kept);
        assertThat(lost).as("lost with journal_mode=%s", journal).isEmpty();
    }

    /** Ends the writers; the last one closes the database in order. */
    @Override
    public void close() {
        stopping = true;
        writers.forEach(Writer::end);
    }

    private Optional<Node> serving() {
        return pair.nodes().stream()
                .filter(node -> Set.of("PRIM Ready", "ALONE Ready").contains(node.state()))
                .findFirst();
    }

    private String file() {
        return pair.node1().replicated() + "/promises." + journal;
    }

    private String sqlite(String commands) {
        return "printf '%s\n' '" + commands + "' | sqlite3 -batch -bail " + file();
    }

    /** Inserts through one process of the serving node after the other. */
    private final class Writer extends Thread {
        Writer() {
            super("sqlite " + journal);
            setDaemon(true);
        }

        void end() {
            try {
                join(ENDS.toMillis());
                if (isAlive()) {
                    throw new AssertionError(getName() + " does not end");
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void run() {
            while (!stopping) {
                try {
                    serving().ifPresent(this::insertOn);
                } catch (HostIsOff nextOne) {
                    // It lost power since it said that it serves.
                }
            }
        }

        private void insertOn(Node node) {
            // Line by line: what was committed is known when it was, not when a buffer is full.
            Process process =
                    node.host().talk("stdbuf", "-oL", "sqlite3", "-batch", "-bail", file());
            try (var in = process.outputWriter(StandardCharsets.UTF_8);
                    var out = process.inputReader(StandardCharsets.UTF_8)) {
                in.write(SETTINGS);
                in.flush();
                out.readLine(); // the size of the map
                boolean kept = true;
                while (kept && !stopping) {
                    kept = insert(numbers.incrementAndGet(), in, out);
                }
            } catch (IOException ended) {
                // Its host lost power, or the file system was taken from under it.
            } finally {
                ends(process);
            }
        }

        private boolean insert(int number, java.io.Writer in, BufferedReader out)
                throws IOException {
            in.write(
                    "insert into promises values (%d, randomblob(%d));\n"
                            .formatted(number, number % 9000));
            in.write("select 'kept %d';\n".formatted(number));
            in.flush();
            boolean kept = ("kept " + number).equals(out.readLine());
            if (kept) {
                promised.add(number);
            }
            return kept;
        }

        private void ends(Process process) {
            try {
                if (!process.waitFor(ENDS.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
