package safekit.lab.notes;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import safekit.lab.host.Await;
import safekit.lab.host.NetworkNamespace;

/**
 * Posts numbered notes to POST /notes without end, one at a time, from a namespace, and remembers
 * what was acknowledged. Thread-safe.
 */
public final class NotesClient implements AutoCloseable {
    private static final AtomicInteger CLIENTS = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final String name = "client" + CLIENTS.incrementAndGet();
    private final InetSocketAddress service;
    private final Thread thread;
    private final List<AcknowledgedNote> acknowledged = new ArrayList<>();
    private final long startNanos = System.nanoTime();
    private volatile boolean stopping;
    private long failures;
    private String lastFailure = "none";

    /** Starts posting. */
    public NotesClient(NetworkNamespace network, InetSocketAddress service) {
        this.service = service;
        this.thread = network.start(name, this::loop);
    }

    /** Everything acknowledged until now, in the order of posting. */
    public synchronized List<AcknowledgedNote> acknowledged() {
        return List.copyOf(acknowledged);
    }

    public synchronized int count() {
        return acknowledged.size();
    }

    /** How many posts had no good answer, and how the last of them failed. */
    public synchronized String failures() {
        return failures + " without a good answer, the last: " + lastFailure;
    }

    /** The longest time without a good answer since the start, the time until now included. */
    public Duration longestOutage() {
        return longestOutageSince(startNanos);
    }

    /** The longest time without a good answer after a moment of System.nanoTime. */
    public synchronized Duration longestOutageSince(long nanos) {
        long last = nanos;
        long longest = 0;
        for (AcknowledgedNote note : acknowledged) {
            if (note.answeredNanos() > nanos) {
                longest = Math.max(longest, note.answeredNanos() - last);
                last = note.answeredNanos();
            }
        }
        return Duration.ofNanos(Math.max(longest, System.nanoTime() - last));
    }

    /** Waits until notes that are posted from now on are acknowledged. */
    public void awaitProgress(Duration deadline) {
        awaitProgress(deadline, (_, _) -> {});
    }

    /** As above; the progress is told while it waits. */
    public void awaitProgress(Duration deadline, Await.Progress progress) {
        int before = count();
        Await.until(
                "the client's notes are acknowledged (" + failures() + ")",
                deadline,
                () -> count() > before + 2,
                progress);
    }

    /** As {@link #stop}. */
    @Override
    public void close() {
        stop();
    }

    /** Stops posting; returns when the last answer is in or given up. */
    public void stop() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void loop() {
        for (int number = 1; !stopping; number++) {
            post("%s-%06d".formatted(name, number));
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private void post(String text) {
        long sent = System.nanoTime();
        try {
            Http.Answer answer = Http.post(service, "/notes", text, PATIENCE);
            if (answer.isGood()) {
                acknowledged(new AcknowledgedNote(text, sent, System.nanoTime()));
            } else {
                failed("status " + answer.status());
            }
        } catch (IOException noAnswer) {
            failed(String.valueOf(noAnswer.getMessage()));
        }
    }

    private synchronized void acknowledged(AcknowledgedNote note) {
        acknowledged.add(note);
    }

    private synchronized void failed(String reason) {
        failures++;
        lastFailure = reason;
    }
}
