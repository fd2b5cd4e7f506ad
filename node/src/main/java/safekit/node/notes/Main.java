package safekit.node.notes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Executors;

/**
 * A small HTTP service: {@code POST /notes} appends the body as one line, durable before it answers
 * 200; {@code GET /notes} returns the file; {@code GET /health} answers {@code ok}. Arguments:
 * file, port.
 */
public final class Main {
    private static final int LONGEST_NOTE = 65_536;
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int FAILED = 500;

    private final Path file;

    private Main(Path file) {
        this.file = file;
    }

    /** Serves until it is killed. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            System.err.println("usage: notes FILE PORT");
            System.exit(2);
        }
        Main notes = new Main(Path.of(arguments[0]));
        var address = new InetSocketAddress(Integer.parseInt(arguments[1]));
        HttpServer server = HttpServer.create(address, 64);
        server.createContext("/", notes::answer);
        server.setExecutor(Executors.newFixedThreadPool(8));
        server.start();
        System.out.println("notes in " + notes.file + ", port " + address.getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String call = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            switch (call) {
                case "GET /health" -> reply(exchange, OK, "ok\n".getBytes(StandardCharsets.UTF_8));
                case "GET /notes" ->
                        reply(
                                exchange,
                                OK,
                                Files.exists(file) ? Files.readAllBytes(file) : new byte[0]);
                case "POST /notes" -> post(exchange);
                default ->
                        reply(
                                exchange,
                                call.endsWith(" /notes") ? NOT_ALLOWED : NOT_FOUND,
                                new byte[0]);
            }
        }
    }

    private void post(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(LONGEST_NOTE + 1);
        String note = new String(body, StandardCharsets.UTF_8).stripTrailing();
        if (body.length > LONGEST_NOTE || note.indexOf('\n') >= 0 || note.isEmpty()) {
            reply(
                    exchange,
                    BAD_REQUEST,
                    "a note is one line of 1 to 65536 bytes\n".getBytes(StandardCharsets.UTF_8));
            return;
        }
        try {
            append(note + "\n");
        } catch (IOException e) {
            System.err.println("a note was not written: " + e);
            reply(exchange, FAILED, "not written\n".getBytes(StandardCharsets.UTF_8));
            return;
        }
        reply(exchange, OK, "written\n".getBytes(StandardCharsets.UTF_8));
    }

    /** On return the line is on disk; lines of several callers do not mix. */
    private synchronized void append(String line) throws IOException {
        boolean isNew = !Files.exists(file);
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.APPEND)) {
            ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        if (isNew) {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                    channel.force(true);
                }
            }
        }
    }

    private static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }
}
