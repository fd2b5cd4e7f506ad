package safekit.linux.net;

import java.net.InetAddress;
import java.util.List;

/**
 * A network interface as it was when it was read.
 *
 * @param mac its Ethernet address, {@link MacAddress#NONE} when it has none
 * @param ethernet whether ARP and neighbour discovery work on it
 * @param linkUp switched on and with carrier: what the {@code intf} checker asks (spec 05 section
 *     6)
 */
public record Interface(
        String name,
        int index,
        MacAddress mac,
        boolean ethernet,
        boolean linkUp,
        List<InterfaceAddress> addresses) {

    public Interface {
        addresses = List.copyOf(addresses);
    }

    public boolean has(InetAddress address) {
        return addresses.stream().anyMatch(own -> own.address().equals(address));
    }
}
