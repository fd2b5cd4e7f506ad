package safekit.node.replication;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import safekit.core.bytes.Refusal;
import safekit.core.bytes.Refused;
import safekit.core.bytes.Writer;
import safekit.core.wire.FrameReader;
import safekit.core.wire.FrameType;
import safekit.core.wire.FrameWriter;
import safekit.core.wire.Header;
import safekit.core.wire.Hello;
import safekit.core.wire.Kind;
import safekit.core.wire.Limits;
import safekit.core.wire.Protection;
import safekit.core.wire.Seals;
import safekit.core.wire.Signal;
import safekit.core.wire.SignalCodec;

/** The two greetings with which a connection begins (docs/protocol/stream.md). */
final class Greeting {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int WINDOW = 4096;
    private static final int ROOM = 4096;

    private final SocketChannel socket;
    private final ReplicationSettings settings;
    private final FrameReader frames = new FrameReader();
    private final FrameWriter writer = new FrameWriter();
    private final ByteBuffer in = ByteBuffer.allocate(ROOM);
    private boolean newer;

    private Greeting(SocketChannel socket, ReplicationSettings settings) {
        this.socket = socket;
        this.settings = settings;
        in.limit(0);
    }

    /** Greets first. */
    static Greeting call(SocketChannel socket, ReplicationSettings settings)
            throws IOException, Refused {
        var greeting = new Greeting(socket, settings);
        Hello ours = greeting.hello(0);
        greeting.send(ours);
        Hello.checkAnswer(ours, greeting.receive());
        return greeting;
    }

    /** Waits for a greeting and answers it; a refusal is said to the caller. */
    static Greeting answer(SocketChannel socket, ReplicationSettings settings)
            throws IOException, Refused {
        var greeting = new Greeting(socket, settings);
        try {
            greeting.send(greeting.hello(greeting.receive().nonce()));
        } catch (Refused refused) {
            greeting.refuse(refused);
            throw refused;
        }
        return greeting;
    }

    SocketChannel socket() {
        return socket;
    }

    FrameReader frames() {
        return frames;
    }

    FrameWriter writer() {
        return writer;
    }

    /** What was read behind the greeting. */
    ByteBuffer rest() {
        return in;
    }

    /** Whether the peer is of a newer version. */
    boolean newer() {
        return newer;
    }

    private Hello hello(long answers) {
        return new Hello(
                RANDOM.nextLong(),
                answers,
                Protection.CHECKSUM,
                Limits.FRAME,
                WINDOW,
                settings.extentSize(),
                0);
    }

    private void send(Hello hello) throws IOException {
        var header = Header.ours(settings.identity(), Kind.STREAM, 0, settings.incarnation(), 1);
        ByteBuffer out = ByteBuffer.allocate(ROOM);
        writer.begin(out, FrameType.HELLO, 0, 0);
        Hello.write(out, header, hello, Seals.none());
        flush(out);
    }

    private void refuse(Refused refused) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(ROOM);
        String sentence = "" + refused.getMessage();
        String shortened = sentence.substring(0, Math.min(sentence.length(), 160));
        writer.begin(out, FrameType.GOODBYE, 0, 0);
        SignalCodec.write(
                new Writer(out), new Signal.Goodbye(Signal.Goodbye.Why.REFUSED, shortened));
        flush(out);
    }

    private void flush(ByteBuffer out) throws IOException {
        writer.end(out);
        out.flip();
        while (out.hasRemaining()) {
            socket.write(out);
        }
    }

    private Hello receive() throws IOException, Refused {
        while (!frames.next(in)) {
            in.compact();
            if (!in.hasRemaining()) {
                throw new Refused(Refusal.Reason.MALFORMED, "a greeting longer than 4 KiB");
            }
            if (socket.read(in) < 0) {
                throw new EOFException("closed by the peer before its greeting");
            }
            in.flip();
        }
        if (frames.type() != FrameType.HELLO) {
            throw notHello();
        }
        ByteBuffer payload = in.duplicate().limit(frames.to()).position(frames.from());
        Hello.Received received =
                Hello.open(payload, settings.identity(), Protection.CHECKSUM, Seals.none());
        newer = received.header().newer();
        return received.hello();
    }

    private Refused notHello() throws Refused {
        if (frames.type() == FrameType.GOODBYE) {
            var view = in.duplicate().limit(frames.to()).position(frames.from());
            var reader = new safekit.core.bytes.Reader(view, true);
            if (SignalCodec.read(FrameType.GOODBYE, reader) instanceof Signal.Goodbye goodbye) {
                return new Refused(
                        Refusal.Reason.MALFORMED, "the peer says: " + goodbye.sentence());
            }
        }
        return new Refused(Refusal.Reason.MALFORMED, "a connection begins with a greeting");
    }
}
