package safekit.linux.net;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/** Ethernet frames of ARP for IPv4 (RFC 826, RFC 5227). */
final class ArpFrame {
    private static final int LENGTH = 42;
    private static final int REQUEST = 1;
    private static final int REPLY = 2;
    private static final int SENDER_MAC = 22;
    private static final int SENDER_ADDRESS = 28;
    private static final int TARGET_ADDRESS = 38;
    private static final int UNSPECIFIED = 0;

    private ArpFrame() {}

    /** Asks who has {@code address} without claiming it. */
    static byte[] probe(MacAddress own, InetAddress address) {
        return frame(own, REQUEST, UNSPECIFIED, MacAddress.NONE, number(address));
    }

    /** Gratuitous request: changes the entries of those who have one. */
    static byte[] announcingRequest(MacAddress own, InetAddress address) {
        return frame(own, REQUEST, number(address), MacAddress.NONE, number(address));
    }

    /** Gratuitous reply, for equipment that ignores the request. */
    static byte[] announcingReply(MacAddress own, InetAddress address) {
        return frame(own, REPLY, number(address), MacAddress.BROADCAST, number(address));
    }

    private static byte[] frame(
            MacAddress own, int operation, int sender, MacAddress targetMac, int target) {
        ByteBuffer frame = ByteBuffer.allocate(LENGTH);
        frame.put(MacAddress.BROADCAST.bytes()).put(own.bytes());
        frame.putShort((short) PacketSocket.ARP);
        frame.putShort((short) 1).putShort((short) 0x0800).put((byte) 6).put((byte) 4);
        frame.putShort((short) operation);
        frame.put(own.bytes()).putInt(sender).put(targetMac.bytes()).putInt(target);
        return frame.array();
    }

    /**
     * Who claims {@code address} in this frame: it uses it, or probes for it at the same time (RFC
     * 5227 section 2.1.1). {@link MacAddress#NONE} when nobody does.
     */
    static MacAddress claimant(byte[] frame, InetAddress address) {
        if (frame.length < LENGTH) {
            return MacAddress.NONE;
        }
        ByteBuffer packet = ByteBuffer.wrap(frame);
        int sender = packet.getInt(SENDER_ADDRESS);
        boolean uses = sender == number(address);
        boolean probes = sender == UNSPECIFIED && packet.getInt(TARGET_ADDRESS) == number(address);
        return uses || probes ? MacAddress.of(frame, SENDER_MAC) : MacAddress.NONE;
    }

    private static int number(InetAddress address) {
        return ByteBuffer.wrap(address.getAddress()).getInt();
    }
}
