package safekit.node.replication;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Threads that read and send what a reintegration copies ({@code nbrei}). Work that others wait for
 * goes first; who adds new work waits while much is there. The first failure ends all. Guarded by
 * the sender's lock, except where the work itself runs.
 */
final class Readers implements AutoCloseable {
    private static final long LOOK = TimeUnit.SECONDS.toNanos(1);

    private final Sender sender;
    private final Pieces pieces;
    private final ArrayDeque<CopyWork.Work> urgent = new ArrayDeque<>();
    private final ArrayDeque<CopyWork.Work> later = new ArrayDeque<>();
    private int running;
    private boolean ended;
    private @Nullable IOException failure;
    private boolean cancelled;

    /** Starts so many threads. */
    Readers(Sender sender, Pieces pieces, int threads) {
        this.sender = sender;
        this.pieces = pieces;
        for (int i = 0; i < threads; i++) {
            Thread.ofPlatform().daemon().name("replication reads " + i).start(this::work);
        }
    }

    /** Work that ends something that is underway. With the lock; never waits. */
    void first(CopyWork.Work work) {
        urgent.add(work);
        sender.changed.signalAll();
    }

    /** A single piece, before all else. With the lock; never waits. */
    void first(CopyWork.Piece piece) {
        urgent.addFirst(once(piece));
        sender.changed.signalAll();
    }

    private static CopyWork.Work once(CopyWork.Piece piece) {
        var left = new CopyWork.@Nullable Piece[] {piece};
        return () -> {
            CopyWork.Piece now = left[0];
            left[0] = null;
            return now;
        };
    }

    /** Other work. With the lock; never waits: who adds asks {@link #waiting} first. */
    void add(CopyWork.Work work) {
        later.add(work);
        sender.changed.signalAll();
    }

    /** How much work has not been begun to its end. With the lock. */
    int waiting() {
        return urgent.size() + later.size();
    }

    /** Whether nothing is left. With the lock. */
    boolean idle() {
        return waiting() == 0 && running == 0;
    }

    /** Fails as a reader failed, or when the session is over. With the lock. */
    void check() throws IOException, Cancelled {
        IOException failed = failure;
        if (failed != null) {
            throw failed;
        }
        if (cancelled) {
            throw new Cancelled();
        }
        pieces.alive(true);
    }

    /** What is waited for. */
    interface Condition {
        boolean holds() throws IOException;
    }

    /**
     * Waits for the readers to get on; each of their own waits has an end. Without the lock.
     *
     * @param condition looked at with the lock
     */
    void await(Condition condition) throws IOException, Cancelled {
        sender.lock.lock();
        try {
            check();
            while (!condition.holds()) {
                boolean _ = sender.await(System.nanoTime() + LOOK);
                check();
            }
        } finally {
            sender.lock.unlock();
        }
    }

    private void work() {
        try {
            for (CopyWork.Piece piece = take(); piece != null; piece = take()) {
                run(piece);
            }
        } catch (RuntimeException | Error bug) {
            Fatal.end(bug);
            throw bug;
        }
    }

    private void run(CopyWork.Piece piece) {
        IOException failed = null;
        boolean over = false;
        try {
            piece.run();
        } catch (IOException broken) {
            failed = broken;
        } catch (Cancelled end) {
            over = true;
        }
        sender.lock.lock();
        try {
            running--;
            failure = failure == null ? failed : failure;
            cancelled |= over;
            sender.changed.signalAll();
        } finally {
            sender.lock.unlock();
        }
    }

    private CopyWork.@Nullable Piece take() {
        sender.lock.lock();
        try {
            while (!ended && failure == null && !cancelled) {
                CopyWork.Piece piece = next();
                if (piece != null) {
                    running++;
                    return piece;
                }
                boolean _ = sender.await(System.nanoTime() + LOOK);
            }
            return null;
        } finally {
            sender.lock.unlock();
        }
    }

    private CopyWork.@Nullable Piece next() {
        try {
            CopyWork.Piece piece = next(urgent);
            return piece == null ? next(later) : piece;
        } catch (IOException failed) {
            failure = failed;
            sender.changed.signalAll();
            return null;
        }
    }

    private CopyWork.@Nullable Piece next(ArrayDeque<CopyWork.Work> from) throws IOException {
        while (!from.isEmpty()) {
            CopyWork.Work work = from.removeFirst(); // It may put other work there.
            CopyWork.Piece piece = work.next();
            if (piece != null) {
                from.addFirst(work);
                return piece;
            }
            sender.changed.signalAll();
        }
        return null;
    }

    /** Ends the threads; what they are doing just now is not waited for. */
    @Override
    public void close() {
        sender.lock.lock();
        try {
            ended = true;
            urgent.clear();
            later.clear();
            sender.changed.signalAll();
        } finally {
            sender.lock.unlock();
        }
    }
}
