package safekit.node.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import safekit.core.local.LocalMessage.Request;
import safekit.node.local.LocalConnection;

/**
 * Asks a module process again and again whether it is alive, and kills it when it has not answered
 * for its patience. Each time it says whether another node of the cluster is seen. A process may
 * take ten times as long to open its socket after its start.
 */
final class Pulse implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Pulse.class.getName());
    private static final int ASKED_PER_PATIENCE = 5;

    private final String name;
    private final Path socket;
    private final ClusterSight sight;
    private final Duration patience;
    private final Runnable kill;
    private volatile boolean closed;
    private volatile long answeredAt;

    Pulse(String name, Path socket, ModuleSettings settings, Runnable kill) throws IOException {
        this.name = name;
        this.socket = socket;
        this.patience = settings.patience(name);
        this.sight = settings.sight();
        this.kill = kill;
        this.answeredAt = System.nanoTime() + 9 * patience.toNanos();
    }

    void start() {
        Thread.ofPlatform().name("pulse " + name).daemon().start(this::ask);
        Thread.ofPlatform().name("hung " + name).daemon().start(this::judge);
    }

    private void ask() {
        while (!closed) {
            if (Files.exists(socket)) {
                try (LocalConnection connection = LocalConnection.to(socket)) {
                    askOn(connection);
                } catch (IOException e) {
                    LOG.log(System.Logger.Level.DEBUG, "pulse of {0}: {1}", name, e.getMessage());
                }
            }
            pause();
        }
    }

    private void askOn(LocalConnection connection) throws IOException {
        while (!closed) {
            connection.ask(Request.of("safeadmin", "pulse", sight.word()), output -> {});
            answeredAt = System.nanoTime();
            pause();
        }
    }

    private void judge() {
        long last = System.nanoTime();
        while (!closed) {
            pause();
            long now = System.nanoTime();
            boolean ownPause = now - last > patience.toNanos() / 2;
            last = now;
            if (ownPause) {
                answeredAt = Math.max(answeredAt, now);
            } else if (now - answeredAt > patience.toNanos() && !closed) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "module {0} has not answered for {1} ms and is killed",
                        name,
                        TimeUnit.NANOSECONDS.toMillis(now - answeredAt));
                kill.run();
                return;
            }
        }
    }

    private void pause() {
        LockSupport.parkNanos(patience.toNanos() / ASKED_PER_PATIENCE);
    }

    @Override
    public void close() {
        closed = true;
    }
}
