package safekit.lab.notes;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One HTTP request per connection, over sockets that the calling thread makes: unlike java.net.http
 * it stays in the network namespace of its thread.
 */
public final class Http {
    private static final int CONNECT_MILLIS = 250;

    /** Status code and body of an answer. */
    public record Answer(int status, String body) {

        public boolean isGood() {
            return status >= 200 && status < 300;
        }
    }

    private Http() {}

    /** Asks for a path; an exception when there is no whole answer within the time. */
    public static Answer ask(InetSocketAddress service, String path, Duration within)
            throws IOException {
        return exchange(service, "GET " + path, "", within);
    }

    /** Posts a text; an exception when there is no whole answer within the time. */
    public static Answer post(InetSocketAddress service, String path, String text, Duration within)
            throws IOException {
        return exchange(service, "POST " + path, text, within);
    }

    private static Answer exchange(
            InetSocketAddress service, String verb, String text, Duration within)
            throws IOException {
        long end = System.nanoTime() + within.toNanos();
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        String head =
                verb
                        + " HTTP/1.1\r\nHost: notes\r\nConnection: close\r\n"
                        + "Content-Type: text/plain; charset=utf-8\r\nContent-Length: "
                        + body.length
                        + "\r\n\r\n";
        try (var socket = new Socket()) {
            socket.connect(service, CONNECT_MILLIS);
            socket.getOutputStream().write((head + text).getBytes(StandardCharsets.UTF_8));
            return parse(readAll(socket, end));
        }
    }

    private static String readAll(Socket socket, long end) throws IOException {
        var bytes = new java.io.ByteArrayOutputStream();
        InputStream stream = socket.getInputStream();
        var buffer = new byte[8192];
        while (true) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new SocketTimeoutException("no whole answer in time");
            }
            socket.setSoTimeout((int) left);
            int count = stream.read(buffer);
            if (count < 0) {
                return bytes.toString(StandardCharsets.UTF_8);
            }
            bytes.write(buffer, 0, count);
        }
    }

    private static Answer parse(String text) throws IOException {
        int end = text.indexOf("\r\n\r\n");
        if (end < 0 || !text.startsWith("HTTP/1.")) {
            throw new IOException("not a whole HTTP answer: " + text);
        }
        String head = text.substring(0, end);
        String body = text.substring(end + 4);
        boolean chunked = head.toLowerCase(java.util.Locale.ROOT).contains("chunked");
        int status = Integer.parseInt(head.split(" ", 3)[1]);
        return new Answer(status, chunked ? joinChunks(body) : body);
    }

    /** Chunk sizes count bytes; the notes are ASCII, so characters are bytes here. */
    private static String joinChunks(String body) throws IOException {
        var text = new StringBuilder();
        int at = 0;
        while (true) {
            int lineEnd = body.indexOf("\r\n", at);
            if (lineEnd < 0) {
                throw new IOException("the answer ends inside a chunk");
            }
            int size = Integer.parseInt(body.substring(at, lineEnd).split(";", 2)[0].strip(), 16);
            if (size == 0) {
                return text.toString();
            }
            int start = lineEnd + 2;
            if (start + size > body.length()) {
                throw new IOException("the answer ends inside a chunk");
            }
            text.append(body, start, start + size);
            at = start + size + 2;
        }
    }
}
