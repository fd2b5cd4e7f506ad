package safekit.node.replication;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import safekit.core.bytes.Refusal;
import safekit.core.bytes.Refused;
import safekit.core.wire.FrameReader;
import safekit.core.wire.FrameType;
import safekit.core.wire.FrameWriter;

/**
 * One greeted connection: a thread that reads frames, and frames that are written in the order in
 * which they were put. Little is written by who put it and calls {@link #flush}, so that no other
 * thread has to wake up for it; the rest by a thread of the link. Thread-safe.
 */
final class Link {
    /** Who uses a connection. All calls come on the reading thread, except {@link #roomMade}. */
    interface User {
        /** Which frames are taken: 0 = none that is bound to a session. */
        long session();

        /** A frame lies in the buffer where the reader says. May block: the sender then waits. */
        void frame(Link link, FrameReader frame, ByteBuffer bytes) throws Refused;

        /** All frames that had arrived were given. */
        void caughtUp(Link link);

        /** The connection is gone; called once. */
        void down(Link link, String why);

        /** The queue is short again. */
        void roomMade();
    }

    /** More than this is written by the thread of the link: the caller has better to do. */
    private static final int DIRECT_MAX = 64 << 10;

    private static final int DIRECT_TURNS = 2;
    private static final int PIECE = 128 << 10;

    /** So many reads after a great frame its buffer is given up. */
    private static final int SMALL_READS = 1000;

    private final SocketChannel socket;
    private final User user;
    private final Refusals refusals;
    private final Traffic traffic;
    private final FrameReader frames;
    private final FrameWriter writer;
    private final Outbox outbox;
    private ByteBuffer in;
    private int smallReads;

    /** Between socket and arrays; one for each direction. */
    private final ByteBuffer arriving = ByteBuffer.allocateDirect(PIECE);

    private final ByteBuffer leaving = ByteBuffer.allocateDirect(PIECE);

    /** Whether some thread writes to the socket. */
    private final AtomicBoolean writing = new AtomicBoolean();

    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread reads;
    private final Thread writes;
    private volatile boolean wanted;
    private volatile boolean finishing;
    private volatile String why = "closed";
    private volatile long writingSince;

    private Link(
            Greeting greeting,
            User user,
            Refusals refusals,
            Traffic traffic,
            String name,
            int packet) {
        this.socket = greeting.socket();
        this.user = user;
        this.refusals = refusals;
        this.traffic = traffic;
        this.frames = greeting.frames();
        this.writer = greeting.writer();
        this.outbox = new Outbox(writer, packet);
        this.in = room(Buffers.USUAL).put(greeting.rest());
        this.reads = Thread.ofPlatform().daemon().name(name + " reads").unstarted(this::read);
        this.writes = Thread.ofPlatform().daemon().name(name + " writes").unstarted(this::write);
    }

    private static ByteBuffer room(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * A connection after its greetings; what was read beyond them is in the greeting's buffer.
     *
     * @param name of its threads
     * @param packet bytes of payload from which on a frame takes no further operation
     */
    static Link greeted(
            Greeting greeting,
            User user,
            Refusals refusals,
            Traffic traffic,
            String name,
            int packet) {
        return new Link(greeting, user, refusals, traffic, name, packet);
    }

    /** Starts both threads. */
    void start() {
        writes.start();
        reads.start();
    }

    /** Queues a frame; operations must be numbered without a gap. */
    void put(FrameType type, long session, long sequence, ByteBuffer payload) {
        if (!finishing) {
            outbox.put(type, session, sequence, payload);
            wake();
        }
    }

    /** As {@link #put}, written now by this thread; not with a lock that others need. */
    void send(FrameType type, long session, long sequence, ByteBuffer payload) {
        if (!finishing) {
            outbox.put(type, session, sequence, payload);
            flush();
        }
    }

    /** Where operations and acknowledgements are put; {@link #flush} must follow. */
    Outbox outbox() {
        return outbox;
    }

    /** Whether whoever can wait should wait for {@link User#roomMade}. */
    boolean full() {
        return outbox.full();
    }

    /** Whether so much waits that more should only come from who must not wait. */
    boolean busy() {
        return outbox.busy();
    }

    /** Nanoseconds of System.nanoTime since the last write did not get on; 0 = none waits. */
    long stuckFor(long nanoTime) {
        long since = writingSince;
        return since == 0 ? 0 : nanoTime - since;
    }

    /** Sends what is queued, then closes. */
    void finish() {
        finishing = true;
        wake();
    }

    /** Closes at once. */
    void close(String reason) {
        if (closed.compareAndSet(false, true)) {
            why = reason;
            outbox.close();
            wake();
            closeSocket();
        }
    }

    private void closeSocket() {
        try {
            socket.close();
        } catch (IOException failed) {
            refusals.add();
        }
    }

    // ---- reading

    private void read() {
        String reason = "closed by the peer";
        try {
            boolean more = true;
            while (more) {
                takeAll();
                more = socket.read(arriving.clear()) >= 0;
                traffic.in(arriving.flip().remaining());
                keep(arriving);
            }
        } catch (Refused refused) {
            refusals.add();
            reason = refused.getMessage();
        } catch (IOException failed) {
            reason = "" + failed.getMessage();
        }
        close("" + reason);
        user.down(this, why);
    }

    private void takeAll() throws Refused {
        in.flip();
        while (takeOne()) {
            user.frame(this, frames, in);
        }
        user.caughtUp(this);
    }

    private boolean takeOne() throws Refused {
        while (true) {
            frames.bind(user.session());
            try {
                return frames.next(in);
            } catch (Refused refused) {
                if (refused.reason() != Refusal.Reason.WRONG_SESSION) {
                    throw refused;
                }
                refusals.add();
            }
        }
    }

    /** Puts it behind what is left of an incomplete frame; there is room for the whole frame. */
    private void keep(ByteBuffer more) {
        int left = in.remaining();
        int frame = left < 4 ? 0 : 4 + in.getInt(in.position());
        int needed = Math.max(frame, left + more.remaining());
        smallReads = needed <= Buffers.USUAL ? smallReads + 1 : 0;
        boolean wide = smallReads > SMALL_READS && in.capacity() > Buffers.USUAL;
        if (needed > in.capacity() || wide) {
            in = room(Math.max(needed, Buffers.USUAL)).put(in);
        } else {
            in.compact();
        }
        in.put(more);
    }

    // ---- writing

    /** What is queued is written soon by the thread of the link. */
    void wake() {
        wanted = true;
        LockSupport.unpark(writes);
    }

    /**
     * Writes what is queued on this thread, unless another thread is at it, which then does. May
     * wait for the peer to read: never with a lock that others need.
     */
    void flush() {
        for (int turn = 0; outbox.queued() > 0; turn++) {
            if (turn == DIRECT_TURNS || outbox.queued() > DIRECT_MAX) {
                wake();
                return;
            }
            if (!writeSome()) {
                return;
            }
        }
    }

    private void write() {
        while (!closed.get()) {
            wanted = false;
            boolean ours = true;
            while (ours && outbox.queued() > 0) {
                ours = writeSome();
            }
            if (finishing && outbox.queued() == 0) {
                finished();
            }
            while (!wanted && !closed.get()) {
                LockSupport.park(this);
            }
        }
    }

    /** Closes unless a thread is just writing the last frames; it wakes us again. */
    private void finished() {
        if (writing.compareAndSet(false, true)) {
            close("closed");
        }
    }

    /** Writes some frames; false when another thread is writing, which looks again afterwards. */
    private boolean writeSome() {
        if (!writing.compareAndSet(false, true)) {
            return false;
        }
        boolean room = false;
        try {
            ByteBuffer some = outbox.take();
            if (some != null) {
                guard(some);
                write(some);
                room = outbox.sent(some);
            }
        } catch (IOException failed) {
            close("" + failed.getMessage());
        } finally {
            writingSince = 0;
            writing.set(false);
        }
        if (room) {
            user.roomMade();
        }
        if (finishing) {
            wake();
        }
        return true;
    }

    private void guard(ByteBuffer some) {
        int at = some.position();
        while (at < some.limit()) {
            at = writer.guard(some, at);
        }
    }

    private void write(ByteBuffer some) throws IOException {
        writingSince = Math.max(1, System.nanoTime());
        int end = some.limit();
        traffic.out(some.remaining());
        while (some.position() < end) {
            some.limit(Math.min(end, some.position() + PIECE));
            leaving.clear().put(some).flip();
            while (leaving.hasRemaining()) {
                if (socket.write(leaving) > 0) {
                    writingSince = Math.max(1, System.nanoTime());
                }
            }
            some.limit(end);
        }
    }
}
