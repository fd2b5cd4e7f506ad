package safekit.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import safekit.core.local.BadLocalMessage;
import safekit.core.local.LocalCodec;
import safekit.core.local.LocalDecoder;
import safekit.core.local.LocalMessage;
import safekit.core.local.LocalMessage.Exit;
import safekit.core.local.LocalMessage.Output;
import safekit.core.local.LocalMessage.Request;
import safekit.core.message.CommandText;

/** One request to safeadmin, its output and its exit code. */
final class Client {
    private static final int SECONDS = 10;

    private final Path socket;

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

    /** Asks; waits up to ten seconds for a daemon that does not answer. */
    int ask(Request request) throws IOException, NotRunning, InterruptedException {
        SocketChannel atOnce = connect();
        try (SocketChannel channel = atOnce == null ? await() : atOnce) {
            if (channel == null) {
                throw new NotRunning();
            }
            ByteBuffer bytes = LocalCodec.encode(request);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            return answer(channel);
        } catch (BadLocalMessage e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static int answer(SocketChannel channel) throws IOException, BadLocalMessage {
        LocalDecoder decoder = new LocalDecoder();
        ByteBuffer piece = ByteBuffer.allocate(65_536);
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
                case null -> {
                    if (channel.read(piece.clear()) < 0) {
                        throw new IOException("safeadmin ended before its answer");
                    }
                    decoder.add(piece.flip());
                }
            }
        }
    }

    /** Prints the text with one dot per second (OPEN 08-2). */
    private @Nullable SocketChannel await() throws InterruptedException {
        PrintStream out = System.out;
        int words = CommandText.WAITING_FOR_SAFEADMIN.indexOf('.');
        out.print(CommandText.WAITING_FOR_SAFEADMIN.substring(0, words));
        SocketChannel channel = null;
        for (int second = 0; second < SECONDS && channel == null; second++) {
            out.print('.');
            out.flush();
            Thread.sleep(1000);
            channel = connect();
        }
        out.println();
        return channel;
    }

    private @Nullable SocketChannel connect() {
        try {
            return open();
        } catch (IOException e) {
            return null;
        }
    }

    private SocketChannel open() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }
}
