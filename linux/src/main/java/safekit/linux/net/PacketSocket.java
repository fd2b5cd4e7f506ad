package safekit.linux.net;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import safekit.linux.sys.CallFailed;
import safekit.linux.sys.ColdCall;

/** Whole Ethernet frames of one protocol on one interface. One thread at a time. */
final class PacketSocket implements AutoCloseable {
    static final int ARP = 0x0806;
    static final int IPV6 = 0x86DD;

    private static final int FAMILY = 17;
    private static final int RAW_CLOSED_ON_EXEC = 3 | 0x80000;
    private static final int ADDRESS_LENGTH = 20;
    private static final int FRAME = 2048;
    private static final short POLL_IN = 1;
    private static final int EINTR = 4;
    private static final int EAGAIN = 11;
    private static final int DO_NOT_WAIT = 0x40;

    private static final int SOL_SOCKET = 1;
    private static final int ATTACH_FILTER = 26;
    private static final int SOL_PACKET = 263;
    private static final int ADD_MEMBERSHIP = 1;

    private static final ColdCall SOCKET = ColdCall.of("socket", 3);
    private static final ColdCall BIND = ColdCall.of("bind", 3);
    private static final ColdCall SEND = ColdCall.of("send", 4);
    private static final ColdCall RECEIVE = ColdCall.of("recv", 4);
    private static final ColdCall POLL = ColdCall.of("poll", 3);
    private static final ColdCall SET_OPTION = ColdCall.of("setsockopt", 5);
    private static final ColdCall CLOSE = ColdCall.of("close", 1);

    private static final ValueLayout.OfShort NETWORK_SHORT =
            ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment frame = arena.allocate(FRAME, 8);
    private final MemorySegment poll = arena.allocate(8, 8);
    private final Interface link;
    private final int descriptor;

    private PacketSocket(Interface link) throws CallFailed {
        this.link = link;
        // Protocol 0: nothing arrives before bind, so nothing of another interface either.
        descriptor = SOCKET.run(FAMILY, RAW_CLOSED_ON_EXEC, 0);
    }

    /** Opens it; {@code protocol} is an Ethernet type. */
    static PacketSocket open(Interface link, int protocol) throws IOException {
        if (!link.ethernet()) {
            throw new IOException(link.name() + " is not an Ethernet interface: no ARP and no ND");
        }
        var socket = new PacketSocket(link);
        try {
            socket.prepare(protocol);
            return socket;
        } catch (CallFailed failed) {
            socket.close();
            throw failed;
        }
    }

    private void prepare(int protocol) throws CallFailed {
        if (protocol == IPV6) {
            filterNeighbourDiscovery();
        }
        MemorySegment address = arena.allocate(ADDRESS_LENGTH, 8);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) FAMILY);
        address.set(NETWORK_SHORT, 2, (short) protocol);
        address.set(ValueLayout.JAVA_INT, 4, link.index());
        BIND.run(descriptor, address.address(), ADDRESS_LENGTH);
        poll.set(ValueLayout.JAVA_INT, 0, descriptor);
        poll.set(ValueLayout.JAVA_SHORT, 4, POLL_IN);
    }

    /**
     * Lets only neighbour solicitations and advertisements through, so that a busy interface cannot
     * push the one that matters out of the queue.
     */
    private void filterNeighbourDiscovery() throws CallFailed {
        long[] program = {
            instruction(0x30, 0, 0, 20), // next header
            instruction(0x15, 0, 4, 58), // ICMPv6
            instruction(0x30, 0, 0, 54), // its type
            instruction(0x15, 1, 0, 135), // solicitation
            instruction(0x15, 0, 1, 136), // advertisement
            instruction(0x06, 0, 0, FRAME),
            instruction(0x06, 0, 0, 0),
        };
        MemorySegment code = arena.allocateFrom(ValueLayout.JAVA_LONG, program);
        MemorySegment filter = arena.allocate(16, 8);
        filter.set(ValueLayout.JAVA_SHORT, 0, (short) program.length);
        filter.set(ValueLayout.JAVA_LONG, 8, code.address());
        SET_OPTION.run(descriptor, SOL_SOCKET, ATTACH_FILTER, filter.address(), 16);
    }

    /** struct sock_filter as the machine's long: code, jump if true, jump if false, operand. */
    private static long instruction(int code, int whenTrue, int whenFalse, long operand) {
        if (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
            return (operand << 32) | ((long) whenFalse << 24) | ((long) whenTrue << 16) | code;
        }
        return ((long) code << 48) | ((long) whenTrue << 40) | ((long) whenFalse << 32) | operand;
    }

    /** Receives a multicast group of the interface, as long as the socket is open. */
    void join(MacAddress group) throws CallFailed {
        MemorySegment request = arena.allocate(16, 8);
        request.set(ValueLayout.JAVA_INT, 0, link.index());
        request.set(ValueLayout.JAVA_SHORT, 6, (short) MacAddress.LENGTH);
        MemorySegment.copy(group.bytes(), 0, request, ValueLayout.JAVA_BYTE, 8, MacAddress.LENGTH);
        SET_OPTION.run(descriptor, SOL_PACKET, ADD_MEMBERSHIP, request.address(), 16);
    }

    void send(byte[] bytes) throws CallFailed {
        MemorySegment.copy(bytes, 0, frame, ValueLayout.JAVA_BYTE, 0, bytes.length);
        SEND.run(descriptor, frame.address(), bytes.length, 0);
    }

    /** The next frame, or an empty array when none came for that long. */
    byte[] receive(int timeoutMillis) throws CallFailed {
        try {
            if (POLL.run(poll.address(), 1, timeoutMillis) == 0) {
                return new byte[0];
            }
            int length = RECEIVE.run(descriptor, frame.address(), FRAME, DO_NOT_WAIT);
            return frame.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
        } catch (CallFailed failed) {
            if (failed.errno() == EINTR || failed.errno() == EAGAIN) {
                return new byte[0];
            }
            throw failed;
        }
    }

    @Override
    public void close() throws CallFailed {
        arena.close();
        CLOSE.run(descriptor);
    }
}
