package safekit.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import safekit.core.local.BadLocalMessage;
import safekit.core.local.LocalCodec;
import safekit.core.local.LocalDecoder;
import safekit.core.local.LocalMessage;
import safekit.core.local.LocalMessage.Exit;
import safekit.core.local.LocalMessage.Output;
import safekit.core.local.LocalMessage.Request;
import safekit.core.message.CommandText;

/**
 * One request to safeadmin, its output and its exit code. safeadmin acknowledges each request at
 * once; from then on there is no limit, because some commands wait.
 */
final class Client {
    private static final int SECONDS = 10;
    private static final int RETRY_MILLIS = 200;

    /** Bytes that Java takes. */
    private static final int LONGEST_PATH = 106;

    private final Path socket;
    private final LocalDecoder decoder = new LocalDecoder();
    private final ByteBuffer piece = ByteBuffer.allocate(65_536);
    private volatile boolean listens;

    Client(Path socket) {
        this.socket = socket;
    }

    /** The daemon does not answer. */
    static final class NotRunning extends Exception {
        private static final long serialVersionUID = 1;

        NotRunning() {
            super(CommandText.SAFEADMIN_NOT_RUNNING);
        }
    }

    /** Asks; waits up to ten seconds for a daemon that does not run, or that is hung. */
    int ask(Request request) throws IOException, NotRunning, InterruptedException {
        var taken = new FutureTask<>(() -> taken(request));
        Thread.ofPlatform().daemon().start(taken);
        try (SocketChannel channel = await(taken)) {
            return answer(channel);
        } catch (BadLocalMessage e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private int answer(SocketChannel channel) throws IOException, BadLocalMessage {
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        OutputStream err = new FileOutputStream(FileDescriptor.err);
        while (true) {
            LocalMessage message = decoder.next();
            switch (message) {
                case Output output -> (output.stream() == 1 ? out : err).write(output.bytes());
                case Exit exit -> {
                    return exit.code();
                }
                case Request ignored -> throw new IOException("safeadmin sent a request");
                case null -> read(channel);
            }
        }
    }

    /**
     * Prints the text with one dot per second (OPEN 08-2). A daemon that listens may only be slow:
     * then the text comes with the error.
     */
    private SocketChannel await(FutureTask<SocketChannel> taken)
            throws IOException, NotRunning, InterruptedException {
        PrintStream out = System.out;
        String text = CommandText.WAITING_FOR_SAFEADMIN;
        int shown = 0;
        try {
            for (int left = SECONDS - 1; left >= 0; left--) {
                try {
                    return taken.get(1, TimeUnit.SECONDS);
                } catch (TimeoutException e) {
                    int end = listens ? shown : text.length() - left;
                    out.print(text.substring(shown, end));
                    out.flush();
                    shown = end;
                }
            }
            out.print(text.substring(shown));
            shown = text.length();
            throw new NotRunning();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw new IOException(cause == null ? null : cause.getMessage(), cause);
        } finally {
            if (shown > 0) {
                out.println();
            }
        }
    }

    /** A channel on which safeadmin has begun to answer; waits for it without end. */
    private SocketChannel taken(Request request)
            throws IOException, BadLocalMessage, InterruptedException {
        ByteBuffer bytes = LocalCodec.encode(request);
        SocketChannel channel = connect();
        while (channel == null) {
            Thread.sleep(RETRY_MILLIS);
            channel = connect();
        }
        listens = true;
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        read(channel);
        return channel;
    }

    private void read(SocketChannel channel) throws IOException {
        if (channel.read(piece.clear()) < 0) {
            throw new IOException("safeadmin ended before its answer");
        }
        decoder.add(piece.flip());
    }

    /** Null when nobody listens: there is no socket, or it is that of a daemon that is gone. */
    private @Nullable SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return channel;
        } catch (IOException e) {
            channel.close();
            if (e instanceof ConnectException || (fits() && Files.notExists(socket))) {
                return null;
            }
            throw new IOException("%s: %s".formatted(socket, e.getMessage()), e);
        }
    }

    /** Whether a socket can have this path at all. */
    private boolean fits() {
        return socket.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_PATH;
    }
}
