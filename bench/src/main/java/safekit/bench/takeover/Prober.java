package safekit.bench.takeover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import safekit.lab.host.Await;
import safekit.lab.host.NetworkNamespace;

/**
 * Asks GET /health through the virtual address, each time over a new connection, without waiting
 * for the request before: a request that hangs does not hide the moment at which another is
 * answered. Thread-safe.
 */
final class Prober implements AutoCloseable {
    /** From one request to the next. */
    static final Duration PERIOD = Duration.ofMillis(5);

    /** After which a request is given up. */
    static final Duration PATIENCE = Duration.ofMillis(300);

    private static final Duration BACK = Duration.ofSeconds(30);
    private static final byte[] REQUEST =
            "GET /health HTTP/1.1\r\nHost: notes\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final String GOOD = "HTTP/1.1 200 ";

    private final InetSocketAddress service;
    private final Thread thread;
    private final List<Long> sent = new ArrayList<>();
    private final List<Answers.Good> good = new ArrayList<>();
    private volatile boolean stopping;

    /** Starts asking from the namespace. */
    Prober(NetworkNamespace network, InetSocketAddress service) {
        this.service = service;
        this.thread = network.start("prober", this::loop);
    }

    /** Waits until a request that is sent from now on has a good answer. */
    void awaitAnswer() {
        long from = Moment.now();
        Await.until("the service answers", BACK, () -> lastGoodSent() > from);
    }

    synchronized Answers answers() {
        return new Answers(sent, good);
    }

    @Override
    public void close() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A socket belongs to the namespace of the thread that makes it, whoever uses it then. */
    private void loop() {
        long next = System.nanoTime();
        while (!stopping) {
            SocketChannel channel = open();
            long now = sends();
            Thread.ofVirtual().start(() -> ask(channel, now));
            next = Math.max(next + PERIOD.toNanos(), System.nanoTime());
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    private synchronized long sends() {
        long now = Moment.now();
        sent.add(now);
        return now;
    }

    private void ask(SocketChannel channel, long sentNanos) {
        if (isAnswered(channel)) {
            answered(new Answers.Good(sentNanos, Moment.now()));
        }
    }

    private synchronized void answered(Answers.Good answer) {
        good.add(answer);
    }

    private synchronized long lastGoodSent() {
        return good.isEmpty() ? 0 : good.getLast().sentNanos();
    }

    private boolean isAnswered(SocketChannel channel) {
        int patience = (int) PATIENCE.toMillis();
        try (channel;
                Socket socket = channel.socket()) {
            socket.connect(service, patience);
            socket.setSoTimeout(patience);
            socket.getOutputStream().write(REQUEST);
            byte[] start = socket.getInputStream().readNBytes(GOOD.length());
            return new String(start, StandardCharsets.US_ASCII).equals(GOOD);
        } catch (IOException noAnswer) {
            return false;
        }
    }

    private static SocketChannel open() {
        try {
            return SocketChannel.open();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
