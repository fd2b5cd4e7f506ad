package safekit.linux.net;

import java.net.InetAddress;

/**
 * An address that is configured on an interface.
 *
 * @param prefixLength bits of the network part
 * @param label name of an IPv4 alias, else empty
 * @param protocol who set it: {@link VirtualAddress#MARK} is us, 0 is unknown
 */
public record InterfaceAddress(InetAddress address, int prefixLength, String label, int protocol) {
    /** Whether {@code other} is in the network of this address. */
    public boolean sameNetwork(InetAddress other) {
        byte[] ours = address.getAddress();
        byte[] theirs = other.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefixLength; bit++) {
            int mask = 0x80 >> (bit % 8);
            if (((ours[bit / 8] ^ theirs[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether we set it, now or before a crash. */
    public boolean ours() {
        return protocol == VirtualAddress.MARK || label.endsWith(VirtualAddress.LABEL_SUFFIX);
    }
}
