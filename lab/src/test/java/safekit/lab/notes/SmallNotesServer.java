package safekit.lab.notes;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A notes service for the lab's own tests: one file, one connection at a time, and either an honest
 * or a forgetful promise. Arguments: file, port, `sync` or `forget`.
 */
final class SmallNotesServer {
    private SmallNotesServer() {}

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        try (var server = new ServerSocket(Integer.parseInt(arguments[1]));
                var channel =
                        FileChannel.open(
                                file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (true) {
                try (Socket socket = server.accept()) {
                    serve(socket, file, channel, arguments[2].equals("sync"));
                } catch (IOException clientGone) {
                    System.err.println(clientGone);
                }
            }
        }
    }

    private static void serve(Socket socket, Path file, FileChannel channel, boolean sync)
            throws IOException {
        var reader =
                new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        String request = String.valueOf(reader.readLine());
        int length = 0;
        for (String line = reader.readLine();
                line != null && !line.isEmpty();
                line = reader.readLine()) {
            if (line.startsWith("Content-Length:")) {
                length = Integer.parseInt(line.split(":", 2)[1].strip());
            }
        }
        String answer = "";
        if (request.startsWith("POST /notes")) {
            var body = new StringBuilder();
            while (body.length() < length) {
                body.append((char) reader.read());
            }
            channel.write(StandardCharsets.UTF_8.encode(body.append('\n').toString()));
            if (sync) {
                channel.force(true);
            }
        } else if (request.startsWith("GET /notes")) {
            answer = Files.readString(file);
        }
        OutputStream out = socket.getOutputStream();
        String head = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
        out.write((head + answer).getBytes(StandardCharsets.UTF_8));
    }
}
