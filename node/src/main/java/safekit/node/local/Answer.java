package safekit.node.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import safekit.core.local.LocalMessage.Output;
import safekit.core.local.LocalMessage.Request;

/** Where the answer to one request goes. Thread-safe. */
public final class Answer {
    private static final int PIECE = 65_536;

    private final LocalConnection connection;
    private final String peer;
    private volatile boolean abandoned;

    Answer(LocalConnection connection, String peer) {
        this.connection = connection;
        this.peer = peer;
    }

    /** Tells the caller that its request has arrived; a caller may give up when it is not told. */
    public void acknowledge() {
        send(new Output(1, new byte[0]));
    }

    /** A line for standard output. */
    public void line(String text) {
        bytes(1, (text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** A line for standard error. */
    public void error(String text) {
        bytes(2, (text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Output of another program or process, as it is. */
    public void pass(Output output) {
        bytes(output.stream(), output.bytes());
    }

    /** Bytes for standard output (1) or standard error (2). */
    public void bytes(int stream, byte[] bytes) {
        for (int at = 0; at < bytes.length; at += PIECE) {
            int end = Math.min(bytes.length, at + PIECE);
            send(new Output(stream, Arrays.copyOfRange(bytes, at, end)));
        }
    }

    private void send(Output output) {
        if (abandoned) {
            return;
        }
        try {
            connection.send(output);
        } catch (IOException e) {
            abandoned = true;
        }
    }

    /** The operating-system user at the other end; root when it cannot be told. */
    public String peer() {
        return peer;
    }

    /** Whether nobody waits for the answer any more. */
    public boolean isAbandoned() {
        return abandoned;
    }

    void abandon() {
        abandoned = true;
    }

    /** What answers requests. */
    public interface Handler {
        /** Answers one request and returns its exit code. Called by many threads. */
        int answer(Request request, Answer answer) throws IOException;
    }
}
