package safekit.node.replication;

import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import safekit.core.bytes.Reader;
import safekit.core.bytes.Refused;
import safekit.core.mirror.Control;
import safekit.core.wire.AckCodec;
import safekit.core.wire.ControlCodec;
import safekit.core.wire.FrameReader;
import safekit.core.wire.FrameType;
import safekit.core.wire.Header;
import safekit.core.wire.Signal;
import safekit.core.wire.SignalCodec;

/**
 * The one stream of a module: a newly greeted connection takes the place of the one before.
 * Thread-safe.
 */
final class Connection {
    /** Who takes what arrives, on the reading thread. */
    interface User {
        void control(Control control);

        void frame(Link link, Frame frame) throws Refused;

        /** All frames that had arrived were given. */
        void caughtUp(Link link);

        void down(String why);

        void roomMade();
    }

    /** A frame in place. */
    record Frame(FrameReader reader, ByteBuffer bytes) {
        FrameType type() {
            return reader.type();
        }

        Signal signal() throws Refused {
            return SignalCodec.read(reader.type(), payload());
        }

        Control control() throws Refused {
            return ControlCodec.read(payload());
        }

        private Reader payload() {
            ByteBuffer view = bytes.duplicate().limit(reader.to()).position(reader.from());
            return new Reader(view, reader.newer());
        }

        /** Up to which operation an acknowledgement counts. */
        long acknowledged(boolean onReceipt) throws Refused {
            AckCodec.check(bytes, reader.from(), reader.to(), reader.newer());
            return onReceipt
                    ? AckCodec.received(bytes, reader.from())
                    : AckCodec.applied(bytes, reader.from());
        }
    }

    private static final int PACKET = 256 << 10;

    private final Endpoint endpoint;
    private final Refusals refusals;
    private final Traffic traffic;
    private final Report report;
    private final User user;
    private final String name;
    private @Nullable Link current;
    private long attempt;
    private long taken;
    private @Nullable SocketChannel calling;
    private @Nullable Header lastCalled;
    private volatile long session;

    Connection(
            ReplicationSettings settings,
            Endpoint endpoint,
            Refusals refusals,
            Traffic traffic,
            Report report,
            User user) {
        this.endpoint = endpoint;
        this.refusals = refusals;
        this.traffic = traffic;
        this.report = report;
        this.user = user;
        this.name = "replication " + settings.identity().node();
    }

    /** Frames of this session are taken from now on; 0 = none. */
    void session(long id) {
        session = id;
    }

    synchronized @Nullable Link current() {
        return current;
    }

    /** The peer called; a call that it gave up may arrive behind the one that it made then. */
    synchronized void accepted(Greeting greeting) {
        if (!greeting.isLaterThan(lastCalled)) {
            refusals.add();
            greeted(greeting).close("a later call is here already");
            return;
        }
        lastCalled = greeting.called();
        replace(greeting);
    }

    private Link greeted(Greeting greeting) {
        return Link.greeted(greeting, new FromLink(), refusals, traffic, name, PACKET);
    }

    private synchronized void replace(Greeting greeting) {
        Link before = current;
        if (before != null) {
            before.close("replaced by a new connection");
        }
        Link link = greeted(greeting);
        current = link;
        link.start();
    }

    /** Calls the peer; the connection before is closed. */
    void open(Runnable up, Consumer<String> failed) {
        long mine = next();
        SocketChannel socket =
                endpoint.call(
                        greeting -> {
                            if (take(mine, greeting)) {
                                up.run();
                            }
                        },
                        why -> {
                            if (wanted(mine)) {
                                failed.accept(why);
                            }
                        });
        calls(mine, socket);
    }

    private synchronized void calls(long mine, @Nullable SocketChannel socket) {
        if (socket != null && taken != mine) {
            calling = socket;
        }
    }

    private void abandonCall() {
        SocketChannel socket = calling;
        calling = null;
        if (socket != null) {
            endpoint.abandon(socket);
        }
    }

    private synchronized long next() {
        Link before = current;
        if (before != null) {
            before.close("called again");
        }
        current = null;
        abandonCall();
        return ++attempt;
    }

    private synchronized boolean wanted(long mine) {
        return attempt == mine;
    }

    private synchronized boolean take(long mine, Greeting greeting) {
        if (!wanted(mine)) {
            refusals.add();
            greeted(greeting).close("not wanted any more");
            return false;
        }
        taken = mine;
        calling = null;
        replace(greeting);
        return true;
    }

    /** Closes the stream when what was put on it is sent, at the latest in a second. */
    synchronized void close(ScheduledExecutorService timer) {
        attempt++;
        abandonCall();
        Link link = current;
        current = null;
        if (link != null) {
            link.finish();
            ScheduledFuture<?> _ = timer.schedule(() -> link.close("closed"), 1, TimeUnit.SECONDS);
        }
    }

    void control(Control control) {
        Link link = current();
        if (link != null) {
            link.put(FrameType.CONTROL, 0, 0, Encoding.of(control));
        }
    }

    private synchronized boolean isCurrent(Link link) {
        return link == current;
    }

    private synchronized boolean dropCurrent(Link link) {
        boolean was = link == current;
        current = was ? null : current;
        return was;
    }

    private final class FromLink implements Link.User {
        @Override
        public long session() {
            return session;
        }

        @Override
        public void frame(Link link, FrameReader frame, ByteBuffer bytes) throws Refused {
            if (!isCurrent(link)) {
                refusals.add();
                return;
            }
            var whole = new Frame(frame, bytes);
            if (frame.type() == FrameType.CONTROL) {
                user.control(whole.control());
            } else {
                user.frame(link, whole);
            }
        }

        @Override
        public void caughtUp(Link link) {
            if (isCurrent(link)) {
                user.caughtUp(link);
            }
        }

        @Override
        public void down(Link link, String why) {
            if (dropCurrent(link)) {
                report.note("the replication stream is down: " + why);
                user.down(why);
            }
        }

        @Override
        public void roomMade() {
            user.roomMade();
        }
    }
}
