package safekit.node.replication;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import safekit.core.bytes.Refused;

/**
 * Listens on the replication port and calls the peer's; what does not greet in time is closed, and
 * so is what is too much at once. Refusals are counted, and told once a minute.
 */
final class Endpoint {
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long GREETING_SECONDS = 5;
    private static final int SOCKET_BUFFER = 4 << 20;
    private static final int MOST_GREETINGS = 200;
    private static final long TOLD_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final ReplicationSettings settings;
    private final GreetingSeals seals;
    private final ScheduledExecutorService timer;
    private final Refusals refusals;
    private final Consumer<String> notes;
    private final ServerSocketChannel server;
    private final Semaphore greetings = new Semaphore(MOST_GREETINGS);
    private final AtomicLong tellAt = new AtomicLong(System.nanoTime());
    private @Nullable Thread accepting;

    Endpoint(
            ReplicationSettings settings,
            ScheduledExecutorService timer,
            Refusals refusals,
            Consumer<String> notes)
            throws IOException {
        this.settings = settings;
        seals = new GreetingSeals(settings);
        this.timer = timer;
        this.refusals = refusals;
        this.notes = notes;
        server = ServerSocketChannel.open();
        try {
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
            server.bind(settings.listen());
        } catch (IOException failed) {
            server.close();
            throw failed;
        }
    }

    /** Accepts until {@link #close}; each caller is greeted on its own thread. */
    void accept(Consumer<Greeting> accepted) {
        accepting =
                Thread.ofPlatform()
                        .daemon()
                        .name("replication accepts")
                        .start(() -> loop(accepted));
    }

    private void loop(Consumer<Greeting> accepted) {
        while (server.isOpen()) {
            try {
                SocketChannel socket = server.accept();
                if (greetings.tryAcquire()) {
                    Thread.ofPlatform()
                            .daemon()
                            .name("replication greets")
                            .start(() -> answer(socket, accepted));
                } else {
                    refuse(socket, "too many at once");
                }
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException failed) {
                notes.accept("a connection was not accepted: " + failed.getMessage());
                // No descriptor is free, for instance.
                java.util.concurrent.locks.LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void answer(SocketChannel socket, Consumer<Greeting> accepted) {
        ScheduledFuture<?> deadline = deadline(socket);
        try {
            options(socket);
            Greeting greeting = Greeting.answer(socket, settings, seals);
            if (deadline.cancel(false)) {
                accepted.accept(greeting);
            }
        } catch (Refused | IOException refused) {
            refuse(socket, Greeting.sentence(refused));
        } finally {
            deadline.cancel(false);
            greetings.release();
        }
    }

    private void refuse(SocketChannel socket, String why) {
        refusals.add();
        close(socket);
        long due = tellAt.get();
        long now = System.nanoTime();
        if (now - due >= 0 && tellAt.compareAndSet(due, now + TOLD_EVERY_NANOS)) {
            notes.accept("a connection was refused: " + why);
        }
    }

    /**
     * Calls the peer on a thread of its own; exactly one of the two is told.
     *
     * @return what {@link #abandon} ends; null when there is no socket
     */
    @Nullable SocketChannel call(Consumer<Greeting> connected, Consumer<String> failed) {
        try {
            SocketChannel socket = SocketChannel.open();
            Thread.ofPlatform()
                    .daemon()
                    .name("replication calls")
                    .start(() -> connect(socket, connected, failed));
            return socket;
        } catch (IOException noSocket) {
            failed.accept("" + noSocket.getMessage());
            return null;
        }
    }

    private void connect(
            SocketChannel socket, Consumer<Greeting> connected, Consumer<String> failed) {
        ScheduledFuture<?> deadline = deadline(socket);
        try {
            options(socket);
            socket.connect(settings.peer());
            Greeting greeting = Greeting.call(socket, settings, seals);
            if (deadline.cancel(false)) {
                connected.accept(greeting);
            } else {
                failed.accept("no greeting in time");
            }
        } catch (Refused | IOException refused) {
            deadline.cancel(false);
            close(socket);
            failed.accept("" + refused.getMessage());
        }
    }

    /** Ends a call: nothing that it has sent is repeated, so the peer does not hear it late. */
    void abandon(SocketChannel socket) {
        try {
            if (socket.isOpen()) {
                socket.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException over) {
            notes.accept("a call was over already: " + over.getMessage());
        }
        close(socket);
    }

    private void options(SocketChannel socket) throws IOException {
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        socket.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER);
    }

    private ScheduledFuture<?> deadline(SocketChannel socket) {
        return timer.schedule(() -> close(socket), GREETING_SECONDS, TimeUnit.SECONDS);
    }

    private void close(SocketChannel socket) {
        try {
            socket.close();
        } catch (IOException failed) {
            notes.accept("a connection was not closed: " + failed.getMessage());
        }
    }

    /** Listens no more; the port is free when this returns. */
    void close() {
        try {
            server.close();
            Thread thread = accepting;
            if (thread != null) {
                thread.join(Duration.ofSeconds(1));
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (IOException failed) {
            notes.accept("the replication port was not closed: " + failed.getMessage());
        }
    }
}
