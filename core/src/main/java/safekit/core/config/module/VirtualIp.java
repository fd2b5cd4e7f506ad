package safekit.core.config.module;

import java.util.List;
import safekit.core.config.xml.Source;

/** {@code <vip>} (spec 03 section 1): the interfaces with their addresses and the farm's groups. */
public record VirtualIp(
        boolean tcpReset,
        boolean scriptControl,
        List<Interface> interfaces,
        List<Group> groups,
        Source source) {
    public VirtualIp {
        interfaces = List.copyOf(interfaces);
        groups = List.copyOf(groups);
    }

    /** All virtual addresses in document order. */
    public List<VirtualAddress> addresses() {
        return interfaces.stream().flatMap(each -> each.addresses().stream()).toList();
    }
}
