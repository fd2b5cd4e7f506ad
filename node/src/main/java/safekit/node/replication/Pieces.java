package safekit.node.replication;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** How a reintegration does its work piece by piece while its session lasts. One thread. */
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

    /** Runs a piece with the lock while nothing changes that the hold names. */
    void still(Underway.Hold hold, Piece piece) throws IOException, Cancelled {
        List<Flight.Answer> replies;
        sender.lock.lock();
        try {
            room();
            sender.underway.hold(hold);
            try {
                long deadline = deadline();
                while (!sender.underway.still(hold)) {
                    alive(sender.await(deadline));
                }
                alive(true);
                piece.run();
            } finally {
                sender.underway.release(hold);
                sender.changed.signalAll();
            }
            replies = sender.answers();
        } finally {
            sender.lock.unlock();
        }
        replies.forEach(Flight.Answer::send);
    }

    private void room() throws IOException, Cancelled {
        long deadline = deadline();
        while (sender.congested()) {
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
            sender.lock.lock();
            try {
                alive(true);
            } finally {
                sender.lock.unlock();
            }
        }
    }
}
