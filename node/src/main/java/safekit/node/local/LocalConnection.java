package safekit.node.local;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import safekit.core.local.BadLocalMessage;
import safekit.core.local.LocalCodec;
import safekit.core.local.LocalDecoder;
import safekit.core.local.LocalMessage;
import safekit.core.local.LocalMessage.Exit;
import safekit.core.local.LocalMessage.Output;
import safekit.core.local.LocalMessage.Request;

/** One end of a local connection. One thread may send while another one receives. */
public final class LocalConnection implements AutoCloseable {
    private final SocketChannel channel;
    private final LocalDecoder decoder = new LocalDecoder();
    private final ByteBuffer piece = ByteBuffer.allocate(16_384);

    LocalConnection(SocketChannel channel) {
        this.channel = channel;
    }

    /** Connects to the socket of this path. */
    public static LocalConnection to(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return new LocalConnection(channel);
    }

    /** Sends a message. */
    public synchronized void send(LocalMessage message) throws IOException {
        try {
            ByteBuffer bytes = LocalCodec.encode(message);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (BadLocalMessage e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Waits for the next message; null when the other end has closed. */
    public @Nullable LocalMessage receive() throws IOException {
        try {
            LocalMessage message = decoder.next();
            while (message == null) {
                piece.clear();
                if (channel.read(piece) < 0) {
                    return null;
                }
                decoder.add(piece.flip());
                message = decoder.next();
            }
            return message;
        } catch (BadLocalMessage e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Sends a request and waits for its end; gives the output away as it comes. */
    public int ask(Request request, Consumer<Output> sink) throws IOException {
        send(request);
        while (true) {
            switch (receive()) {
                case Output output -> sink.accept(output);
                case Exit exit -> {
                    return exit.code();
                }
                case null -> throw new IOException("the connection ended before the answer");
                case Request ignored ->
                        throw new IOException("a request where an answer was expected");
            }
        }
    }

    /** The channel, to ask for who is at the other end. */
    SocketChannel channel() {
        return channel;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
