package safekit.linux.fuse;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import safekit.linux.file.LowerTree;
import safekit.linux.sys.Memory;

/** Speaks the protocol with the server without a mount: bytes in, bytes out. */
final class Conversation {
    private final List<byte[]> answers = new ArrayList<>();
    private final Exchange exchange;
    private final Dispatch dispatch;
    private long unique = 1000;

    final Served served;

    Conversation(LowerTree tree, ChangeSink sink) {
        served = new Served(tree, sink, FuseOptions.WRITE_THROUGH);
        dispatch = new Dispatch(served);
        exchange = new Exchange(served, this::sent);
    }

    private void sent(long address, int length) {
        answers.add(Memory.bytesAt(address, length));
    }

    /** The answer to these bytes, empty when there is none. */
    byte[] handle(byte[] request) {
        answers.clear();
        Memory.put(exchange.requestAddress, request);
        dispatch.serve(exchange, request.length);
        return answers.isEmpty() ? new byte[0] : answers.getFirst();
    }

    int answers() {
        return answers.size();
    }

    /** A request with a right header. */
    byte[] request(int opcode, long node, byte[] body) {
        var request = new byte[Request.HEADER_BYTES + body.length];
        ByteBuffer bytes = ByteBuffer.wrap(request).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(request.length).putInt(opcode).putLong(++unique).putLong(node);
        bytes.put(Request.HEADER_BYTES, body);
        return request;
    }

    Answered ask(int opcode, long node, byte[] body) {
        return new Answered(handle(request(opcode, node, body)));
    }

    static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Numbers (int or long) and names (closed with NUL) one after the other. */
    static byte[] body(Object... parts) {
        ByteBuffer bytes = buffer(65536);
        for (Object part : parts) {
            switch (part) {
                case Integer number -> bytes.putInt(number);
                case Long number -> bytes.putLong(number);
                case String name ->
                        bytes.put(name.getBytes(StandardCharsets.ISO_8859_1)).put((byte) 0);
                case byte[] data -> bytes.put(data);
                default -> throw new IllegalArgumentException(part.toString());
            }
        }
        var result = new byte[bytes.position()];
        bytes.flip().get(result);
        return result;
    }

    /** One answer. */
    static final class Answered {
        private final ByteBuffer bytes;

        Answered(byte[] bytes) {
            this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }

        int errno() {
            return -bytes.getInt(4);
        }

        long longAt(int offset) {
            return bytes.getLong(Answer.HEADER_BYTES + offset);
        }

        int intAt(int offset) {
            return bytes.getInt(Answer.HEADER_BYTES + offset);
        }

        int length() {
            return bytes.capacity() - Answer.HEADER_BYTES;
        }
    }
}
