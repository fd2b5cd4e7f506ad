package safekit.node.replication;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import safekit.core.bytes.Bytes;
import safekit.core.bytes.Refusal;
import safekit.core.bytes.Refused;
import safekit.core.bytes.Writer;
import safekit.core.wire.ClusterKey;
import safekit.core.wire.FrameReader;
import safekit.core.wire.FrameSeal;
import safekit.core.wire.FrameType;
import safekit.core.wire.FrameWriter;
import safekit.core.wire.Header;
import safekit.core.wire.Hello;
import safekit.core.wire.Limits;
import safekit.core.wire.Protection;
import safekit.core.wire.Signal;
import safekit.core.wire.SignalCodec;

/**
 * The three greetings with which a connection begins (docs/protocol/stream.md): the caller's, the
 * answer, and the caller's confirmation of the answer's nonce, without which a recorded call would
 * take the place of the connection that is there. With a key they also agree on the key of the
 * connection.
 */
final class Greeting {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int WINDOW = 4096;
    private static final int ROOM = 4096;
    private static final int SENTENCE = 500;

    private final SocketChannel socket;
    private final ReplicationSettings settings;
    private final GreetingSeals seals;
    private final FrameReader frames = new FrameReader();
    private final FrameWriter writer = new FrameWriter();
    private final ByteBuffer in = ByteBuffer.allocate(ROOM);
    private final Share share = new Share();
    private @Nullable Header called;

    private Greeting(SocketChannel socket, ReplicationSettings settings, GreetingSeals seals) {
        this.socket = socket;
        this.settings = settings;
        this.seals = seals;
        in.limit(0);
    }

    /** Greets first. */
    static Greeting call(SocketChannel socket, ReplicationSettings settings, GreetingSeals seals)
            throws IOException, Refused {
        var greeting = new Greeting(socket, settings, seals);
        Hello call = greeting.hello(0);
        Header ours = greeting.send(call);
        Hello.Received answer = greeting.receive();
        Hello.checkAnswer(call, answer.hello());
        Header _ = greeting.send(greeting.hello(answer.hello().nonce()));
        ClusterKey agreed = greeting.agreed(call, answer.hello(), answer.hello());
        greeting.protect(agreed, ours, answer.header(), call.nonce(), answer.hello().nonce());
        return greeting;
    }

    /** Waits for a call, answers it and waits until the answer is confirmed; says a refusal. */
    static Greeting answer(SocketChannel socket, ReplicationSettings settings, GreetingSeals seals)
            throws IOException, Refused {
        var greeting = new Greeting(socket, settings, seals);
        try {
            Hello.Received call = greeting.receive();
            Hello answer = greeting.hello(call.hello().nonce());
            Header ours = greeting.send(answer);
            Hello.Received confirmation = greeting.receive();
            Hello.checkAnswer(answer, confirmation.hello());
            greeting.called = confirmation.header();
            ClusterKey agreed = greeting.agreed(call.hello(), answer, call.hello());
            greeting.protect(agreed, ours, call.header(), call.hello().nonce(), answer.nonce());
        } catch (Refused refused) {
            greeting.refuse(refused);
            throw refused;
        }
        return greeting;
    }

    /**
     * The key of this connection, null when nothing is sealed.
     *
     * @param theirs of the two the one of the peer
     */
    private @Nullable ClusterKey agreed(Hello call, Hello answer, Hello theirs) throws Refused {
        ClusterKey key = settings.key();
        if (key == null) {
            return null;
        }
        byte[] shared = share.with(theirs.share());
        return key.agreed(shared, call.share().toArray(), answer.share().toArray());
    }

    /** How the frames behind the greetings are guarded. */
    private void protect(
            @Nullable ClusterKey agreed,
            Header ours,
            Header theirs,
            long callNonce,
            long answerNonce) {
        writer.protect(protection(), seal(agreed, ours, callNonce, answerNonce));
        frames.protect(protection(), seal(agreed, theirs, callNonce, answerNonce), theirs.newer());
    }

    private static FrameSeal seal(
            @Nullable ClusterKey key, Header of, long callNonce, long answerNonce) {
        return key == null ? FrameSeal.NONE : FrameSeal.of(key, of, callNonce, answerNonce);
    }

    private Protection protection() {
        return settings.key() == null ? Protection.CHECKSUM : Protection.SEALED;
    }

    /** With what the peer confirmed its call; null when we called. */
    @Nullable Header called() {
        return called;
    }

    /** Whether the peer called later than with that. */
    boolean isLaterThan(@Nullable Header before) {
        Header mine = called;
        if (mine == null || before == null) {
            return true;
        }
        int order = Long.compare(mine.incarnation(), before.incarnation());
        return order != 0 ? order > 0 : mine.sequence() > before.sequence();
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

    private Hello hello(long answers) {
        return new Hello(
                RANDOM.nextLong(),
                answers,
                protection(),
                settings.key() == null ? Bytes.NONE : share.open(),
                Limits.FRAME,
                WINDOW,
                settings.extentSize(),
                0);
    }

    private Header send(Hello hello) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(ROOM);
        writer.begin(out, FrameType.HELLO, 0, 0);
        Header header = seals.write(out, hello);
        flush(out);
        return header;
    }

    private void refuse(Refused refused) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(ROOM);
        String sentence = sentence(refused);
        String shortened = sentence.substring(0, Math.min(sentence.length(), SENTENCE));
        writer.begin(out, FrameType.GOODBYE, 0, 0);
        SignalCodec.write(
                new Writer(out), new Signal.Goodbye(Signal.Goodbye.Why.REFUSED, shortened));
        flush(out);
    }

    /** Why, and what to do about it when the keys of the two nodes differ. */
    static String sentence(Exception why) {
        boolean key =
                why instanceof Refused refused && refused.reason() == Refusal.Reason.WRONG_KEY;
        return key
                ? "the keys of the two nodes differ: "
                        + why.getMessage()
                        + ". Install one key on both nodes (safekit module genkey or delkey, then"
                        + " safekit config; or safekit cluster config)"
                : "" + why.getMessage();
    }

    private void flush(ByteBuffer out) throws IOException {
        writer.end(out);
        out.flip();
        while (out.hasRemaining()) {
            socket.write(out);
        }
    }

    private Hello.Received receive() throws IOException, Refused {
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
        return Hello.open(payload, settings.identity(), protection(), seals.toRead());
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
