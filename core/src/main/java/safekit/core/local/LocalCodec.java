package safekit.core.local;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import safekit.core.local.LocalMessage.Exit;
import safekit.core.local.LocalMessage.Output;
import safekit.core.local.LocalMessage.Request;

/**
 * Layout of a message: version u8, kind u8, length of the body u32, body; big endian. A text is its
 * length in bytes (u32) and UTF-8; a list is its size (u32) and its elements.
 */
public final class LocalCodec {
    /** Version of the layout; both ends are always of one installation. */
    public static final int VERSION = 1;

    /** Bytes before the body. */
    public static final int HEADER_BYTES = 6;

    /** Largest body; longer output is sent in several messages. */
    public static final int LARGEST_BODY = 1 << 20;

    /** Most arguments, and most variables, of a request. */
    public static final int MOST_ELEMENTS = 4096;

    static final int REQUEST = 1;
    static final int OUTPUT = 2;
    static final int EXIT = 3;

    private LocalCodec() {}

    /** The bytes of a message, ready to be read; refuses a body above {@link #LARGEST_BODY}. */
    public static ByteBuffer encode(LocalMessage message) throws BadLocalMessage {
        byte[] body = body(message);
        if (body.length > LARGEST_BODY) {
            throw new BadLocalMessage(
                    "a message of %d bytes is too long, at most %d"
                            .formatted(body.length, LARGEST_BODY));
        }
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + body.length);
        bytes.put((byte) VERSION).put((byte) kind(message)).putInt(body.length).put(body);
        return bytes.flip();
    }

    static LocalMessage decode(int kind, ByteBuffer body) throws BadLocalMessage {
        try {
            LocalMessage message =
                    switch (kind) {
                        case REQUEST -> request(body);
                        case OUTPUT -> output(body);
                        case EXIT -> new Exit(Byte.toUnsignedInt(body.get()));
                        default -> throw new BadLocalMessage("unknown message kind " + kind);
                    };
            if (body.hasRemaining()) {
                throw new BadLocalMessage(
                        "%d bytes follow a message of kind %d".formatted(body.remaining(), kind));
            }
            return message;
        } catch (BufferUnderflowException e) {
            throw new BadLocalMessage("a message of kind %d is too short".formatted(kind));
        }
    }

    private static int kind(LocalMessage message) {
        return switch (message) {
            case Request ignored -> REQUEST;
            case Output ignored -> OUTPUT;
            case Exit ignored -> EXIT;
        };
    }

    private static byte[] body(LocalMessage message) {
        return switch (message) {
            case Request request -> body(request);
            case Output output -> {
                byte[] bytes = output.bytes();
                yield ByteBuffer.allocate(1 + bytes.length)
                        .put((byte) output.stream())
                        .put(bytes)
                        .array();
            }
            case Exit exit -> new byte[] {(byte) exit.code()};
        };
    }

    private static byte[] body(Request request) {
        List<String> pairs = new ArrayList<>();
        request.environment()
                .forEach(
                        (name, value) -> {
                            pairs.add(name);
                            pairs.add(value);
                        });
        byte[] who = texts(List.of(request.user(), request.directory()));
        byte[] environment = texts(pairs);
        byte[] arguments = texts(request.arguments());
        return ByteBuffer.allocate(8 + who.length + environment.length + arguments.length)
                .put(who)
                .putInt(request.environment().size())
                .put(environment)
                .putInt(request.arguments().size())
                .put(arguments)
                .array();
    }

    private static byte[] texts(List<String> texts) {
        List<byte[]> encoded = new ArrayList<>();
        int size = 0;
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            encoded.add(bytes);
            size = Math.addExact(size, 4 + bytes.length);
        }
        ByteBuffer all = ByteBuffer.allocate(size);
        encoded.forEach(bytes -> all.putInt(bytes.length).put(bytes));
        return all.array();
    }

    private static Request request(ByteBuffer body) throws BadLocalMessage {
        String user = text(body);
        String directory = text(body);
        Map<String, String> environment = new LinkedHashMap<>();
        for (int left = size(body); left > 0; left--) {
            environment.put(text(body), text(body));
        }
        List<String> arguments = new ArrayList<>();
        for (int left = size(body); left > 0; left--) {
            arguments.add(text(body));
        }
        return new Request(user, directory, environment, arguments);
    }

    private static Output output(ByteBuffer body) throws BadLocalMessage {
        int stream = body.get();
        if (stream != 1 && stream != 2) {
            throw new BadLocalMessage("output for stream %d, expected 1 or 2".formatted(stream));
        }
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        return new Output(stream, bytes);
    }

    private static int size(ByteBuffer body) throws BadLocalMessage {
        int size = body.getInt();
        if (size < 0 || size > MOST_ELEMENTS) {
            throw new BadLocalMessage(
                    "a list of %d elements, at most %d".formatted(size, MOST_ELEMENTS));
        }
        return size;
    }

    private static String text(ByteBuffer body) throws BadLocalMessage {
        int length = body.getInt();
        if (length < 0 || length > body.remaining()) {
            throw new BadLocalMessage(
                    "a text of %d bytes where %d are left".formatted(length, body.remaining()));
        }
        ByteBuffer bytes = body.slice(body.position(), length);
        body.position(body.position() + length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new BadLocalMessage("a text that is not UTF-8");
        }
    }
}
