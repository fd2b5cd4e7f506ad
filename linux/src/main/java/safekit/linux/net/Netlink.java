package safekit.linux.net;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import safekit.linux.sys.CallFailed;
import safekit.linux.sys.ColdCall;

/**
 * A conversation with the kernel in the network namespace of the thread that opened it. One thread
 * at a time.
 */
final class Netlink implements AutoCloseable {
    static final int CREATE = 0x400;
    static final int EXCLUSIVE = 0x200;

    private static final int FAMILY = 16;
    private static final int RAW_CLOSED_ON_EXEC = 3 | 0x80000;
    private static final int ROUTE_PROTOCOL = 0;
    private static final int SOCKET_DIAGNOSTICS_PROTOCOL = 4;

    private static final int REQUEST = 1;
    private static final int ACKNOWLEDGE = 4;
    private static final int DUMP = 0x300;
    private static final int DUMP_INTERRUPTED = 0x10;
    private static final int ERROR = 2;
    private static final int DONE = 3;
    private static final int HEADER = 16;
    private static final int BUFFER = 1 << 16;
    private static final int DUMP_ATTEMPTS = 10;
    private static final int EINTR = 4;
    private static final int EAGAIN = 11;

    private static final ColdCall SOCKET = ColdCall.of("socket", 3);
    private static final ColdCall SEND = ColdCall.of("send", 4);
    private static final ColdCall RECEIVE = ColdCall.of("recv", 4);
    private static final ColdCall CLOSE = ColdCall.of("close", 1);

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment buffer = arena.allocate(BUFFER, 8);
    private final int descriptor;
    private int sequence;

    private Netlink(int protocol) throws CallFailed {
        descriptor = SOCKET.run(FAMILY, RAW_CLOSED_ON_EXEC, protocol);
    }

    /** Links, addresses, routes. */
    static Netlink route() throws CallFailed {
        return new Netlink(ROUTE_PROTOCOL);
    }

    /** Sockets of the namespace. */
    static Netlink socketDiagnostics() throws CallFailed {
        return new Netlink(SOCKET_DIAGNOSTICS_PROTOCOL);
    }

    /** A message body to fill, in the host's byte order. */
    static ByteBuffer body() {
        return ByteBuffer.allocate(4096).order(ByteOrder.nativeOrder());
    }

    /** Asks for a change. Throws {@link CallFailed} with the kernel's errno when it refuses. */
    void change(String what, int type, int flags, ByteBuffer body) throws IOException {
        send(type, REQUEST | ACKNOWLEDGE | flags, body);
        var ignored = new ArrayList<ByteBuffer>();
        if (collect(what, ignored) != Dump.COMPLETE) {
            throw new IOException(what + ": the kernel's answer is incomplete");
        }
    }

    /** The bodies of all objects of a kind, consistent: asked again when they changed meanwhile. */
    List<ByteBuffer> dump(String what, int type, ByteBuffer body) throws IOException {
        for (int attempt = 0; attempt < DUMP_ATTEMPTS; attempt++) {
            send(type, REQUEST | DUMP, body.duplicate().order(ByteOrder.nativeOrder()));
            var found = new ArrayList<ByteBuffer>();
            if (collect(what, found) == Dump.COMPLETE) {
                return found;
            }
        }
        throw new IOException(what + ": changed during each of " + DUMP_ATTEMPTS + " readings");
    }

    private enum Dump {
        COMPLETE,
        INTERRUPTED
    }

    private void send(int type, int flags, ByteBuffer body) throws CallFailed {
        int length = HEADER + body.flip().limit();
        ByteBuffer message = buffer.asByteBuffer().order(ByteOrder.nativeOrder());
        message.putInt(length).putShort((short) type).putShort((short) flags);
        message.putInt(++sequence).putInt(0).put(body);
        SEND.run(descriptor, buffer.address(), length, 0);
    }

    /** Reads answers to the last request until its end; bodies of objects go to {@code found}. */
    private Dump collect(String what, List<ByteBuffer> found) throws IOException {
        Dump result = Dump.COMPLETE;
        while (true) {
            int received = receive();
            int position = 0;
            while (position + HEADER <= received) {
                int length = buffer.get(ValueLayout.JAVA_INT, position);
                if (length < HEADER || position + length > received) {
                    throw new IOException(
                            what + ": netlink message of " + length + " bytes, got " + received);
                }
                int type = Short.toUnsignedInt(buffer.get(ValueLayout.JAVA_SHORT, position + 4));
                int flags = buffer.get(ValueLayout.JAVA_SHORT, position + 6);
                if (buffer.get(ValueLayout.JAVA_INT, position + 8) == sequence) {
                    if ((flags & DUMP_INTERRUPTED) != 0) {
                        result = Dump.INTERRUPTED;
                    }
                    if (type == ERROR || type == DONE) {
                        refuse(what, position, length);
                        return result;
                    }
                    found.add(copy(position + HEADER, length - HEADER));
                }
                position += (length + 3) & ~3;
            }
        }
    }

    /** The body of an end of answer starts with the negated errno, 0 for success. */
    private void refuse(String what, int position, int length) throws CallFailed {
        if (length < HEADER + 4) {
            return;
        }
        int code = buffer.get(ValueLayout.JAVA_INT, position + HEADER);
        if (code < 0) {
            throw new CallFailed(what, -code);
        }
    }

    private int receive() throws CallFailed {
        while (true) {
            try {
                return RECEIVE.run(descriptor, buffer.address(), BUFFER, 0);
            } catch (CallFailed failed) {
                if (failed.errno() != EINTR && failed.errno() != EAGAIN) {
                    throw failed;
                }
            }
        }
    }

    private ByteBuffer copy(int offset, int length) {
        byte[] bytes = buffer.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() throws CallFailed {
        arena.close();
        CLOSE.run(descriptor);
    }
}
