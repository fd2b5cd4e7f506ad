package safekit.linux.net;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Ethernet frames of IPv6 neighbour discovery (RFC 4861, RFC 4862). */
final class NeighborFrame {
    private static final int ETHERNET = 14;
    private static final int SOURCE = ETHERNET + 8;
    private static final int MESSAGE = ETHERNET + 40;
    private static final int TARGET = MESSAGE + 8;
    private static final int WITHOUT_OPTION = 24;
    private static final int WITH_OPTION = 32;
    private static final int SOLICITATION = 135;
    private static final int ADVERTISEMENT = 136;
    private static final int ICMP = 58;
    private static final int OVERRIDE = 0x2000_0000;
    private static final int TARGET_MAC_OPTION = 0x0201;
    private static final byte[] UNSPECIFIED = new byte[16];
    private static final byte[] ALL_NODES = multicast(0x02, 0, 0x01);

    private NeighborFrame() {}

    /** Where those listen who have, or want, {@code address}. */
    static MacAddress solicitedGroup(InetAddress address) {
        return group(solicited(address));
    }

    /** Where answers to a probe arrive. */
    static MacAddress allNodesGroup() {
        return group(ALL_NODES);
    }

    /** Asks who has {@code address} without claiming it, as duplicate detection does. */
    static byte[] probe(MacAddress own, InetAddress address) {
        ByteBuffer message = message(SOLICITATION, 0, address, WITHOUT_OPTION);
        return frame(own, UNSPECIFIED, solicited(address), message);
    }

    /** Unsolicited advertisement that overrides what the neighbours know. */
    static byte[] announcement(MacAddress own, InetAddress address) {
        ByteBuffer message = message(ADVERTISEMENT, OVERRIDE, address, WITH_OPTION);
        message.putShort((short) TARGET_MAC_OPTION).put(own.bytes());
        return frame(own, address.getAddress(), ALL_NODES, message);
    }

    private static ByteBuffer message(int type, int flags, InetAddress target, int length) {
        ByteBuffer message = ByteBuffer.allocate(length);
        message.putInt(type << 24).putInt(flags).put(target.getAddress());
        return message;
    }

    private static byte[] frame(
            MacAddress own, byte[] source, byte[] destination, ByteBuffer message) {
        int length = message.capacity();
        message.putShort(2, checksum(source, destination, message));
        ByteBuffer frame = ByteBuffer.allocate(MESSAGE + length);
        frame.put(group(destination).bytes()).put(own.bytes());
        frame.putShort((short) PacketSocket.IPV6);
        frame.putInt(0x6000_0000).putShort((short) length).put((byte) ICMP).put((byte) 255);
        frame.put(source).put(destination).put(message.clear());
        return frame.array();
    }

    private static short checksum(byte[] source, byte[] destination, ByteBuffer message) {
        long sum = (long) message.capacity() + ICMP;
        sum += words(ByteBuffer.wrap(source)) + words(ByteBuffer.wrap(destination));
        sum += words(message.duplicate().clear());
        while (sum >>> 16 != 0) {
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }
        return (short) ~sum;
    }

    private static long words(ByteBuffer bytes) {
        long sum = 0;
        while (bytes.hasRemaining()) {
            sum += Short.toUnsignedInt(bytes.getShort());
        }
        return sum;
    }

    /**
     * Who claims {@code address} in this frame: it advertises it, or solicits it from the
     * unspecified address because it wants it too. {@link MacAddress#NONE} when nobody does.
     */
    static MacAddress claimant(byte[] frame, InetAddress address) {
        if (frame.length < MESSAGE + WITHOUT_OPTION
                || !Arrays.equals(frame, TARGET, TARGET + 16, address.getAddress(), 0, 16)) {
            return MacAddress.NONE;
        }
        int type = frame[MESSAGE] & 0xFF;
        boolean probes =
                type == SOLICITATION
                        && Arrays.equals(frame, SOURCE, SOURCE + 16, UNSPECIFIED, 0, 16);
        return type == ADVERTISEMENT || probes
                ? MacAddress.of(frame, MacAddress.LENGTH)
                : MacAddress.NONE;
    }

    private static byte[] solicited(InetAddress address) {
        byte[] bytes = address.getAddress();
        byte[] group = multicast(0x02, 0x01, 0);
        group[12] = (byte) 0xFF;
        System.arraycopy(bytes, 13, group, 13, 3);
        return group;
    }

    private static byte[] multicast(int scope, int twelfth, int last) {
        var bytes = new byte[16];
        bytes[0] = (byte) 0xFF;
        bytes[1] = (byte) scope;
        bytes[11] = (byte) twelfth;
        bytes[15] = (byte) last;
        return bytes;
    }

    private static MacAddress group(byte[] multicast) {
        byte[] bytes = {0x33, 0x33, multicast[12], multicast[13], multicast[14], multicast[15]};
        return MacAddress.of(bytes, 0);
    }
}
