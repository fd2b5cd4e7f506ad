package safekit.node.replication;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import safekit.core.bytes.Refusal;
import safekit.core.bytes.Refused;
import safekit.core.wire.FrameReader;
import safekit.core.wire.FrameType;
import safekit.core.wire.FrameWriter;
import safekit.core.wire.Limits;

/**
 * One greeted connection: a thread that reads frames, a thread that writes them in the order in
 * which they were put. Putting never blocks; who sends much asks {@link #full} first. Thread-safe.
 */
final class Link {
    /** Who uses a connection. All calls come on the reading thread, except {@link #roomMade}. */
    interface User {
        /** Which frames are taken: 0 = none that is bound to a session. */
        long session();

        /** A frame lies in the buffer where the reader says. May block: the sender then waits. */
        void frame(Link link, FrameReader frame, ByteBuffer bytes) throws Refused;

        /** The connection is gone; called once. */
        void down(Link link, String why);

        /** The queue is short again. */
        void roomMade();
    }

    private static final int ROOM = 16 << 20;
    private static final int FRAME_PAYLOAD = 256 << 10;
    private static final int BUFFER = 2 * (Limits.FRAME + 64);

    private record Item(FrameType type, long session, long sequence, ByteBuffer payload) {}

    private final SocketChannel socket;
    private final User user;
    private final Refusals refusals;
    private final FrameReader frames;
    private final ByteBuffer in;
    private final FrameWriter writer;
    private final ByteBuffer out = ByteBuffer.allocateDirect(Limits.FRAME + 64);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final ArrayDeque<Item> queue = new ArrayDeque<>();
    private long queued;
    private boolean wasFull;
    private boolean closed;
    private boolean finishing;
    private String why = "closed";
    private volatile long writingSince;

    private Link(
            SocketChannel socket,
            User user,
            Refusals refusals,
            FrameReader frames,
            ByteBuffer in,
            FrameWriter writer) {
        this.socket = socket;
        this.user = user;
        this.refusals = refusals;
        this.frames = frames;
        this.in = in;
        this.writer = writer;
    }

    /** A connection after its greetings; what was read beyond them is in the greeting's buffer. */
    static Link greeted(Greeting greeting, User user, Refusals refusals) {
        ByteBuffer in = ByteBuffer.allocateDirect(BUFFER);
        in.put(greeting.rest());
        return new Link(
                greeting.socket(), user, refusals, greeting.frames(), in, greeting.writer());
    }

    /** Starts both threads. */
    void start(String name) {
        Thread.ofPlatform().daemon().name(name + " reads").start(this::read);
        Thread.ofPlatform().daemon().name(name + " writes").start(this::write);
    }

    /** Queues a frame; operations must be numbered without a gap. */
    void put(FrameType type, long session, long sequence, ByteBuffer payload) {
        lock.lock();
        try {
            if (closed || finishing) {
                return;
            }
            queue.add(new Item(type, session, sequence, payload));
            queued += payload.remaining();
            wasFull |= queued > ROOM;
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Whether whoever can wait should wait for {@link User#roomMade}. */
    boolean full() {
        lock.lock();
        try {
            return !closed && queued > ROOM;
        } finally {
            lock.unlock();
        }
    }

    /** Nanoseconds of System.nanoTime since the last write did not get on; 0 = none waits. */
    long stuckFor(long nanoTime) {
        long since = writingSince;
        return since == 0 ? 0 : nanoTime - since;
    }

    /** Sends what is queued, then closes. */
    void finish() {
        lock.lock();
        try {
            finishing = true;
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Closes at once. */
    void close(String reason) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            why = reason;
            queue.clear();
            queued = 0;
            work.signal();
        } finally {
            lock.unlock();
        }
        closeSocket();
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
                in.compact();
                more = socket.read(in) >= 0;
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

    // ---- writing

    private void write() {
        try {
            while (fill()) {
                writingSince = Math.max(1, System.nanoTime());
                while (out.hasRemaining()) {
                    if (socket.write(out) > 0) {
                        writingSince = Math.max(1, System.nanoTime());
                    }
                }
                writingSince = 0;
            }
            close("closed");
        } catch (IOException failed) {
            close("" + failed.getMessage());
        } finally {
            writingSince = 0;
        }
    }

    /** Waits for frames and puts some into the buffer; false when there will be none. */
    private boolean fill() {
        boolean room;
        lock.lock();
        try {
            while (queue.isEmpty() && !closed && !finishing) {
                work.awaitUninterruptibly();
            }
            if (closed || queue.isEmpty()) {
                return false;
            }
            out.clear();
            while (!queue.isEmpty() && fits(queue.peek())) {
                frame();
            }
            room = wasFull && queued <= ROOM / 2;
            wasFull &= !room;
        } finally {
            lock.unlock();
        }
        out.flip();
        if (room) {
            user.roomMade();
        }
        return true;
    }

    private boolean fits(Item item) {
        return out.position() == 0
                || out.position() + item.payload.remaining() + 64 <= FRAME_PAYLOAD;
    }

    private void frame() {
        Item first = queue.remove();
        writer.begin(out, first.type, first.session, first.sequence);
        append(first);
        long next = first.sequence + 1;
        while (first.type == FrameType.OPERATIONS) {
            Item item = queue.peek();
            boolean joins =
                    item != null
                            && item.type == FrameType.OPERATIONS
                            && item.session == first.session
                            && item.sequence == next
                            && fits(item);
            if (!joins) {
                break;
            }
            append(queue.remove());
            next++;
        }
        writer.end(out);
    }

    private void append(Item item) {
        queued -= item.payload.remaining();
        out.put(item.payload);
    }
}
