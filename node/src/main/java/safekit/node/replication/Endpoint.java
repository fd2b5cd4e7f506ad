package safekit.node.replication;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import safekit.core.bytes.Refused;

/** Listens on the replication port and calls the peer's; what does not greet in time is closed. */
final class Endpoint {
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long GREETING_SECONDS = 5;
    private static final int SOCKET_BUFFER = 4 << 20;

    private final ReplicationSettings settings;
    private final ScheduledExecutorService timer;
    private final Refusals refusals;
    private final Consumer<String> notes;
    private final ServerSocketChannel server;
    private @Nullable Thread accepting;

    Endpoint(
            ReplicationSettings settings,
            ScheduledExecutorService timer,
            Refusals refusals,
            Consumer<String> notes)
            throws IOException {
        this.settings = settings;
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
                Thread.ofPlatform()
                        .daemon()
                        .name("replication greets")
                        .start(() -> answer(socket, accepted));
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
            Greeting greeting = Greeting.answer(socket, settings);
            if (deadline.cancel(false)) {
                accepted.accept(greeting);
            }
        } catch (Refused | IOException refused) {
            refusals.add();
            close(socket);
            notes.accept("a connection was refused: " + refused.getMessage());
        }
    }

    /** Calls the peer on a thread of its own; exactly one of the two is told. */
    void call(Consumer<Greeting> connected, Consumer<String> failed) {
        Thread.ofPlatform()
                .daemon()
                .name("replication calls")
                .start(() -> connect(connected, failed));
    }

    private void connect(Consumer<Greeting> connected, Consumer<String> failed) {
        try {
            SocketChannel socket = SocketChannel.open();
            ScheduledFuture<?> deadline = deadline(socket);
            try {
                options(socket);
                socket.connect(settings.peer());
                Greeting greeting = Greeting.call(socket, settings);
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
        } catch (IOException noSocket) {
            failed.accept("" + noSocket.getMessage());
        }
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
