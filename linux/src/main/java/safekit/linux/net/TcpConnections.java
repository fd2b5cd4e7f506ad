package safekit.linux.net;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import safekit.linux.sys.CallFailed;

/**
 * The TCP connections whose local address is a given one, those of dual-stack servers included:
 * {@code connections} counts them, {@code tcpreset} resets them (spec 03 section 2).
 */
public final class TcpConnections {
    private static final int BY_FAMILY = 20;
    private static final int DESTROY = 21;
    private static final int TCP = 6;
    private static final int FAMILY_4 = 2;
    private static final int FAMILY_6 = 10;
    private static final int ESTABLISHED = 1 << 1;
    private static final int ALL_STATES = 0xFFE;
    private static final int TIME_WAIT = 1 << 6;
    private static final int CLOSED = 1 << 7;
    private static final int LISTENING = 1 << 10;
    private static final int ID = 4;
    private static final int ID_LENGTH = 48;
    private static final int LOCAL_ADDRESS = ID + 4;
    private static final int ENOENT = 2;
    private static final int EOPNOTSUPP = 95;

    private TcpConnections() {}

    /**
     * What a reset did.
     *
     * @param closed connections reset
     * @param supported false when the kernel cannot (built without CONFIG_INET_DIAG_DESTROY). Then
     *     nothing was reset here; once the address has moved, the new owner's kernel answers the
     *     next segment of such a client with RST, so only clients that stay silent notice late
     */
    public record Reset(int closed, boolean supported) {}

    /** How many established connections the address has. */
    public static int count(InetAddress address) throws IOException {
        try (var netlink = Netlink.socketDiagnostics()) {
            return find(netlink, address, ESTABLISHED).size();
        }
    }

    /**
     * Resets them: the client gets RST, the application ECONNABORTED. Must be called before the
     * address is removed, else the client hears nothing.
     */
    public static Reset reset(InetAddress address) throws IOException {
        int states = ALL_STATES & ~(TIME_WAIT | CLOSED | LISTENING);
        int closed = 0;
        try (var netlink = Netlink.socketDiagnostics()) {
            for (Connection connection : find(netlink, address, states)) {
                try {
                    netlink.change(
                            "reset a connection of " + address.getHostAddress(),
                            DESTROY,
                            0,
                            connection.request(states));
                    closed++;
                } catch (CallFailed failed) {
                    if (failed.errno() == EOPNOTSUPP) {
                        return new Reset(closed, false);
                    }
                    if (failed.errno() != ENOENT) {
                        throw failed;
                    }
                }
            }
        }
        return new Reset(closed, true);
    }

    /** A socket as the kernel names it: ports, addresses, interface, cookie. */
    private record Connection(int family, ByteBuffer id) {
        ByteBuffer request(int states) {
            ByteBuffer body = Netlink.body();
            body.put((byte) family).put((byte) TCP).putShort((short) 0).putInt(states);
            return body.put(id.duplicate());
        }
    }

    private static List<Connection> find(Netlink netlink, InetAddress address, int states)
            throws IOException {
        byte[] bytes = address.getAddress();
        var found = new ArrayList<Connection>();
        if (bytes.length == 4) {
            find(netlink, FAMILY_4, bytes, states, found);
            bytes = mapped(bytes);
        }
        find(netlink, FAMILY_6, bytes, states, found);
        return found;
    }

    private static byte[] mapped(byte[] four) {
        var bytes = new byte[16];
        bytes[10] = (byte) 0xFF;
        bytes[11] = (byte) 0xFF;
        System.arraycopy(four, 0, bytes, 12, 4);
        return bytes;
    }

    private static void find(
            Netlink netlink, int family, byte[] address, int states, List<Connection> found)
            throws IOException {
        ByteBuffer request = new Connection(family, ByteBuffer.allocate(ID_LENGTH)).request(states);
        for (ByteBuffer body : netlink.dump("list TCP connections", BY_FAMILY, request)) {
            var local = new byte[address.length];
            body.get(LOCAL_ADDRESS, local);
            if (Arrays.equals(local, address)) {
                found.add(new Connection(family, body.slice(ID, ID_LENGTH)));
            }
        }
    }
}
