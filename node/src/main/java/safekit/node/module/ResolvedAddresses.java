package safekit.node.module;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import safekit.core.config.HostAddress;
import safekit.core.config.module.VirtualAddress;
import safekit.core.config.module.VirtualIp;
import safekit.node.home.ModuleHome;
import safekit.node.store.KeptValues;

/**
 * What the names of virtual addresses meant when the module process started. It keeps the answers
 * of the name server in SAFEUSERVAR, so that who cleans up after its death asks nobody.
 */
public final class ResolvedAddresses {
    private ResolvedAddresses() {}

    /** Resolves all and keeps what names mean; by the module process at its start. */
    static Map<String, InetAddress> resolve(ModuleHome home, VirtualIp vip) throws IOException {
        var resolved = new TreeMap<String, InetAddress>();
        var names = new TreeMap<String, String>();
        for (HostAddress each : addresses(vip)) {
            InetAddress address = InetAddress.getByName(each.host());
            resolved.put(each.host(), address);
            if (each.isName()) {
                names.put(each.host(), address.getHostAddress());
            }
        }
        if (!names.isEmpty()) {
            kept(home).put(names);
        }
        return resolved;
    }

    /** As the last process resolved them; a name that none did was never set. */
    public static Map<String, InetAddress> kept(ModuleHome home, VirtualIp vip) throws IOException {
        var resolved = new TreeMap<String, InetAddress>();
        KeptValues kept = kept(home);
        for (HostAddress each : addresses(vip)) {
            String literal = each.isName() ? kept.text(each.host(), "") : each.host();
            if (!literal.isEmpty()) {
                resolved.put(each.host(), InetAddress.ofLiteral(literal));
            }
        }
        return resolved;
    }

    private static List<HostAddress> addresses(VirtualIp vip) {
        return vip.interfaces().stream()
                .flatMap(each -> each.addresses().stream())
                .map(VirtualAddress::address)
                .toList();
    }

    private static KeptValues kept(ModuleHome home) throws IOException {
        return KeptValues.open(home.userVar().resolve("addresses"));
    }
}
