package safekit.node.replication;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** How a reintegration does its work piece by piece while its session lasts. Thread-safe. */
final class Pieces {
    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(100);

    private final Sender sender;
    private final long session;
    private final long patienceNanos;

    Pieces(Sender sender, long session, long patienceNanos) {
        this.sender = sender;
        this.session = session;
        this.patienceNanos = patienceNanos;
    }

    /** When what is waited for from now on is late, in System.nanoTime. */
    long deadline() {
        return System.nanoTime() + patienceNanos;
    }

    /** A piece of work that must be in one place of the stream. */
    interface Piece {
        void run() throws IOException;
    }

    /** What is read, without the lock, of what is held still. */
    interface Reading<T> {
        T read() throws IOException;
    }

    /** What follows from what was read; with the lock. */
    interface Sending<T> {
        void send(T read) throws IOException, Cancelled;
    }

    /** Runs a piece with the lock while nothing changes that the hold names. */
    void still(Underway.Hold hold, Piece piece) throws IOException, Cancelled {
        held(List.of(hold), piece, () -> this, _ -> {});
    }

    /** Reads what is held still, while all else goes on, and sends it as it was. */
    <T> void held(List<Underway.Hold> holds, Reading<T> reading, Sending<T> sending)
            throws IOException, Cancelled {
        held(holds, () -> {}, reading, sending);
    }

    /** As above; {@code first} runs with the lock when everything is still. */
    <T> void held(List<Underway.Hold> holds, Piece first, Reading<T> reading, Sending<T> sending)
            throws IOException, Cancelled {
        locked(this::room);
        try {
            locked(
                    () -> {
                        holds.forEach(sender.underway::hold);
                        await(holds);
                        first.run();
                    });
            T read = reading.read();
            locked(
                    () -> {
                        alive(true);
                        sending.send(read);
                    });
        } finally {
            release(holds);
        }
    }

    private interface Step {
        void run() throws IOException, Cancelled;
    }

    private void locked(Step step) throws IOException, Cancelled {
        sender.lock.lock();
        try {
            step.run();
        } finally {
            sender.lock.unlock();
        }
    }

    private void await(List<Underway.Hold> holds) throws IOException, Cancelled {
        long deadline = deadline();
        for (Underway.Hold hold : holds) {
            while (!sender.underway.still(hold)) {
                alive(sender.await(deadline));
            }
        }
        alive(true);
    }

    private void release(List<Underway.Hold> holds) {
        var replies = new Answers();
        sender.lock.lock();
        try {
            holds.forEach(sender.underway::release);
            sender.changed.signalAll();
            sender.answers(replies);
        } finally {
            sender.lock.unlock();
        }
        replies.send();
    }

    /** Leaves room in the stream for the application, which must not wait for a copy. */
    private void room() throws IOException, Cancelled {
        long deadline = deadline();
        while (sender.busy()) {
            alive(sender.await(deadline));
        }
    }

    /** Goes on only in the session, and as long as it gets on. With the lock. */
    void alive(boolean inTime) throws IOException, Cancelled {
        if (!sender.forwards() || sender.session() != session) {
            throw new Cancelled();
        }
        if (!inTime) {
            throw new IOException("the secondary does not answer");
        }
    }

    /** Lets time pass, without the lock. */
    void pause(long nanos) throws IOException, Cancelled {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(left, LOOK));
            locked(() -> alive(true));
        }
    }
}
