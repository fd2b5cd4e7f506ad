package safekit.core.config.module;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import safekit.core.config.Findings;
import safekit.core.config.HostAddress;
import safekit.core.config.IpAddress;
import safekit.core.config.Parsed;
import safekit.core.config.module.Checker.When;

/**
 * The intf and ip checkers that {@code check="on"} of {@code <interface>} and {@code
 * <virtual_addr>} stands for (spec 03 section 7). A checker that the user wrote for the same
 * resource stays and none is generated for it; so doing it twice changes nothing.
 */
public final class GeneratedCheckers {
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final ModuleConfig config;
    private final List<LocalAddress> localAddresses;
    private final Map<String, IpAddress> resolvedNames;
    private final Findings findings;
    private final List<Checker> checkers;
    private final Set<String> resources = new LinkedHashSet<>();

    private GeneratedCheckers(
            String file,
            ModuleConfig config,
            List<LocalAddress> localAddresses,
            Map<String, IpAddress> resolvedNames) {
        this.config = config;
        this.localAddresses = localAddresses;
        this.resolvedNames = resolvedNames;
        this.findings = new Findings(file);
        this.checkers = new ArrayList<>(config.checkers());
        checkers.forEach(checker -> resources.add(checker.resource()));
    }

    /**
     * The configuration with the generated checkers at the end of its own. {@code localAddresses}
     * are this node's, in the order of its interfaces; {@code resolvedNames} holds the addresses of
     * virtual addresses that are given by name. A virtual address for which this node has no
     * interface is an error.
     */
    public static Parsed<ModuleConfig> add(
            String file,
            ModuleConfig config,
            List<LocalAddress> localAddresses,
            Map<String, IpAddress> resolvedNames) {
        GeneratedCheckers generated =
                new GeneratedCheckers(file, config, localAddresses, resolvedNames);
        VirtualIp vip = config.vip();
        if (vip != null) {
            vip.interfaces().forEach(generated::forInterface);
        }
        return new Parsed<>(
                config.withCheckers(generated.checkers), generated.findings.inReadingOrder());
    }

    private void forInterface(Interface networkInterface) {
        for (VirtualAddress virtual : networkInterface.addresses()) {
            if (virtual.check()) {
                When when = config.mode() == Mode.MIRROR ? When.PRIM : When.BOTH;
                String ident = virtual.address().host();
                add(new Checker.Ip(ident, when, virtual.address(), INTERVAL, virtual.source()));
            }
            IpAddress address = resolved(virtual.address());
            if (address == null) {
                findings.error(
                        virtual.source().of("addr"),
                        "the virtual address '%s' cannot be resolved"
                                .formatted(virtual.address().host()),
                        "its network is needed to find the interface",
                        "write an IP address, or correct the name service");
            } else {
                link(networkInterface, virtual, address);
            }
        }
    }

    private void link(Interface networkInterface, VirtualAddress virtual, IpAddress address) {
        LocalAddress local = localAddress(networkInterface, virtual, address);
        if (local == null) {
            boolean named = !networkInterface.name().isEmpty();
            findings.error(
                    virtual.source().of("addr"),
                    named
                            ? "the interface %s has no address of this node"
                                    .formatted(networkInterface.name())
                            : "no interface of this node is in the network of %s"
                                    .formatted(address),
                    "the virtual address is set on an interface that has an address of its own",
                    "correct the address, or the name of the interface");
        } else if (networkInterface.check()) {
            String network = address.network(prefix(virtual, local)).toString();
            HostAddress own = new HostAddress(local.address().toString(), local.address());
            add(new Checker.Intf(network, own, networkInterface.source()));
        }
    }

    private void add(Checker checker) {
        if (resources.add(checker.resource())) {
            checkers.add(checker);
        }
    }

    private @Nullable IpAddress resolved(HostAddress address) {
        IpAddress literal = address.literal();
        return literal == null ? resolvedNames.get(address.host()) : literal;
    }

    /** An address in the network of the virtual one, else any of the interface that is named. */
    private @Nullable LocalAddress localAddress(
            Interface networkInterface, VirtualAddress virtual, IpAddress address) {
        List<LocalAddress> candidates =
                localAddresses.stream()
                        .filter(local -> local.address().isSix() == address.isSix())
                        .filter(local -> !isVirtual(local.address()))
                        .filter(local -> isOn(local, networkInterface))
                        .toList();
        for (LocalAddress local : candidates) {
            int prefix = prefix(virtual, local);
            if (local.address().network(prefix).equals(address.network(prefix))) {
                return local;
            }
        }
        boolean named = !networkInterface.name().isEmpty() && !candidates.isEmpty();
        return named ? candidates.getFirst() : null;
    }

    private static boolean isOn(LocalAddress local, Interface networkInterface) {
        String name = networkInterface.name();
        return name.isEmpty() || name.equals(local.interfaceName());
    }

    private static int prefix(VirtualAddress virtual, LocalAddress local) {
        return virtual.netmaskLength() < 0 ? local.prefixLength() : virtual.netmaskLength();
    }

    /** True for a virtual address that is set on this node at the moment. */
    private boolean isVirtual(IpAddress address) {
        return config.virtualAddresses().stream()
                .anyMatch(virtual -> address.equals(resolved(virtual.address())));
    }
}
