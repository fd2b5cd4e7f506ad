package safekit.core.config.module;

import java.time.Duration;
import java.util.List;
import safekit.core.config.xml.Source;

/**
 * {@code <interface>} (spec 03 section 2). An empty name means the interface whose subnet matches
 * the virtual address. {@code arpInterval} and {@code arpElapse} pace gratuitous ARP when {@code
 * arpReroute} is on.
 */
public record Interface(
        String name,
        boolean check,
        boolean arpReroute,
        Duration arpInterval,
        Duration arpElapse,
        List<AddressHolder> holders,
        Source source) {
    public Interface {
        holders = List.copyOf(holders);
    }

    /** The virtual addresses of all holders in document order. */
    public List<VirtualAddress> addresses() {
        return holders.stream().flatMap(holder -> holder.addresses().stream()).toList();
    }
}
