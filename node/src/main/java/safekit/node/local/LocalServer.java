package safekit.node.local;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;
import safekit.core.local.LocalMessage;
import safekit.core.local.LocalMessage.Exit;
import safekit.core.local.LocalMessage.Request;
import safekit.node.disk.FileTree;

/**
 * Answers requests on a Unix socket of mode 0660, for root and, when the group exists, the group
 * safekit (spec 00 section 3). Each connection is answered in its own thread, its requests one
 * after the other.
 */
public final class LocalServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(LocalServer.class.getName());

    private final Path socket;
    private final ServerSocketChannel listener;
    private final Answer.Handler handler;

    private LocalServer(Path socket, ServerSocketChannel listener, Answer.Handler handler) {
        this.socket = socket;
        this.listener = listener;
        this.handler = handler;
    }

    /** Listens from now on; refuses when somebody else answers on this path. */
    public static LocalServer open(Path socket, Answer.Handler handler) throws IOException {
        if (Files.exists(socket)) {
            if (answers(socket)) {
                throw new IOException("another process already listens on " + socket);
            }
            Files.delete(socket);
        }
        Files.createDirectories(FileTree.parent(socket));
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        permit(socket);
        LocalServer server = new LocalServer(socket, listener, handler);
        Thread.ofPlatform().name("accept " + socket.getFileName()).daemon().start(server::accept);
        return server;
    }

    private static boolean answers(Path socket) {
        try (LocalConnection connection = LocalConnection.to(socket)) {
            return connection.channel().isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static void permit(Path socket) throws IOException {
        var view = Files.getFileAttributeView(socket, PosixFileAttributeView.class);
        try {
            GroupPrincipal group =
                    socket.getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByGroupName("safekit");
            view.setGroup(group);
        } catch (UserPrincipalNotFoundException e) {
            LOG.log(System.Logger.Level.DEBUG, "no group safekit: only root may connect");
        }
        view.setPermissions(PosixFilePermissions.fromString("rw-rw----"));
    }

    private void accept() {
        while (true) {
            try {
                SocketChannel channel = listener.accept();
                Thread.ofVirtual().start(() -> serve(channel));
            } catch (AsynchronousCloseException e) {
                return;
            } catch (IOException e) {
                if (!listener.isOpen()) {
                    return;
                }
                LOG.log(System.Logger.Level.WARNING, "a connection was not accepted: {0}", e);
            }
        }
    }

    private void serve(SocketChannel channel) {
        try (LocalConnection connection = new LocalConnection(channel)) {
            Answer answer = new Answer(connection, peer(channel));
            BlockingQueue<Next> requests = new LinkedBlockingQueue<>();
            Thread.ofVirtual().start(() -> read(connection, requests, answer));
            Request request = requests.take().request();
            while (request != null) {
                connection.send(new Exit(handler.answer(request, answer)));
                request = requests.take().request();
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a connection ended: {0}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A request, or the end. */
    private record Next(@Nullable Request request) {}

    /** Reads ahead, so that the end of the caller is seen while its request is answered. */
    private static void read(LocalConnection connection, BlockingQueue<Next> to, Answer answer) {
        try {
            LocalMessage message = connection.receive();
            while (message instanceof Request request) {
                to.add(new Next(request));
                message = connection.receive();
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a connection ended: {0}", e.getMessage());
        }
        answer.abandon();
        to.add(new Next(null));
    }

    private static String peer(SocketChannel channel) throws IOException {
        return channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        Files.deleteIfExists(socket);
    }
}
