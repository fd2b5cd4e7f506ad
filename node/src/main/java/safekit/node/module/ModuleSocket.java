package safekit.node.module;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import safekit.core.local.BadLocalMessage;
import safekit.core.local.LocalCodec;
import safekit.core.local.LocalDecoder;
import safekit.core.local.LocalMessage;

/** Where safeadmin asks and orders: SAFEUSERVAR/module.sock, for root only. */
final class ModuleSocket implements AutoCloseable {
    private static final int PIECE = 64 << 10;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Path file;
    private final Requests requests;
    private final ServerSocketChannel server;

    ModuleSocket(Path file, Requests requests) throws IOException {
        this.file = file;
        this.requests = requests;
        Files.deleteIfExists(file);
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(file));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Thread.ofPlatform().daemon().name("module socket").start(this::accept);
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(file);
    }

    private void accept() {
        while (true) {
            try {
                SocketChannel connection = server.accept();
                Thread.ofPlatform().daemon().name("module request").start(() -> serve(connection));
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException notNow) {
                // No descriptor is free, for instance: the connection waits.
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** A connection that breaks or speaks nonsense ends; the module is not concerned. */
    private void serve(SocketChannel connection) {
        try (connection) {
            var decoder = new LocalDecoder();
            ByteBuffer piece = ByteBuffer.allocate(PIECE);
            while (connection.read(piece) >= 0) {
                decoder.add(piece.flip());
                piece.clear();
                for (var message = decoder.next(); message != null; message = decoder.next()) {
                    if (!(message instanceof LocalMessage.Request request)) {
                        return;
                    }
                    answer(connection, requests.answer(request.arguments()));
                }
            }
        } catch (IOException | BadLocalMessage broken) {
            return;
        }
    }

    private static void answer(SocketChannel to, Requests.Answer answer)
            throws IOException, BadLocalMessage {
        if (!answer.text().isEmpty()) {
            write(to, LocalMessage.Output.of(answer.stream(), answer.text()));
        }
        write(to, new LocalMessage.Exit(answer.code()));
    }

    private static void write(SocketChannel to, LocalMessage message)
            throws IOException, BadLocalMessage {
        ByteBuffer bytes = LocalCodec.encode(message);
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }
}
