package safekit.core.config.module;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import safekit.core.config.Findings;
import safekit.core.config.HostAddress;
import safekit.core.config.module.VirtualAddress.Where;
import safekit.core.config.xml.Source;

/** The rules of spec 03 sections 2 and 3 that look at more than one attribute. */
final class VipRules {
    private final Mode mode;
    private final ModuleConfig config;
    private final Findings findings;
    private final Set<String> addresses = new LinkedHashSet<>();

    VipRules(ModuleConfig config, Findings findings) {
        this.mode = config.mode();
        this.config = config;
        this.findings = findings;
        config.virtualAddresses().forEach(each -> addresses.add(each.address().key()));
    }

    void check() {
        VirtualIp vip = config.vip();
        if (vip == null || mode == Mode.LIGHT) {
            return;
        }
        for (Interface each : vip.interfaces()) {
            networkInterface(each);
        }
        if (vip.interfaces().isEmpty()) {
            error(vip.source(), "<vip> has no <interface>", "there is no virtual address", "");
        }
        duplicates(vip);
        if (mode == Mode.MIRROR) {
            mirrorHasNoLoadBalancing(vip);
        } else {
            loadBalancing(vip);
        }
    }

    private void networkInterface(Interface networkInterface) {
        if (networkInterface.holders().isEmpty()) {
            String child = mode == Mode.FARM ? "virtual_interface" : "real_interface";
            error(
                    networkInterface.source(),
                    "<interface> has neither <real_interface> nor <virtual_interface>",
                    "there is no virtual address",
                    "add <" + child + ">");
        }
        if (networkInterface.check() && networkInterface.name().matches("(bond|team).*")) {
            findings.warning(
                    networkInterface.source().of("check"),
                    "the link of %s is checked".formatted(networkInterface.name()),
                    "bonding and teaming watch their links themselves",
                    "write check=\"off\"");
        }
        for (AddressHolder holder : networkInterface.holders()) {
            if (mode == Mode.FARM && holder instanceof AddressHolder.Real) {
                error(
                        holder.source(),
                        "<real_interface> is not allowed in a farm module",
                        "the address is shared by all nodes",
                        "use <virtual_interface>");
            }
            holder.addresses().forEach(address -> where(holder, address));
        }
    }

    private void where(AddressHolder holder, VirtualAddress address) {
        Where where = address.where();
        boolean real = holder instanceof AddressHolder.Real;
        boolean allowed =
                switch (where) {
                    case ONE_SIDE_ALIAS -> mode == Mode.MIRROR;
                    case ONE_SIDE -> mode == Mode.MIRROR && real;
                    case ALIAS -> mode == Mode.FARM;
                };
        if (!allowed && address.source().has("where")) {
            findings.error(
                    address.source().of("where"),
                    "where=\"%s\" is not allowed in <%s> of a %s module"
                            .formatted(
                                    where.word(),
                                    real ? "real_interface" : "virtual_interface",
                                    mode.word()),
                    "",
                    mode == Mode.FARM ? "write where=\"alias\"" : "write where=\"one_side_alias\"");
        }
    }

    private void duplicates(VirtualIp vip) {
        Map<String, VirtualAddress> seen = new LinkedHashMap<>();
        for (VirtualAddress address : vip.addresses()) {
            boolean readable = !address.address().equals(HostAddress.UNREADABLE);
            VirtualAddress earlier =
                    readable ? seen.putIfAbsent(address.address().key(), address) : null;
            if (earlier != null) {
                findings.error(
                        address.source().of("addr"),
                        "the virtual address %s appears twice".formatted(address.address().host()),
                        "it was already given at " + earlier.source().of("addr"),
                        "remove one of them");
            }
        }
    }

    private void mirrorHasNoLoadBalancing(VirtualIp vip) {
        for (Group group : vip.groups()) {
            error(
                    group.source(),
                    "load balancing is not allowed in a mirror module",
                    "the address is on the primary only",
                    "remove <loadbalancing_list>");
        }
        if (vip.source().has("scriptcontrol")) {
            findings.warning(
                    vip.source().of("scriptcontrol"),
                    "the attribute scriptcontrol of <vip> is ignored",
                    "it has a meaning in farm modules only",
                    "remove it");
        }
    }

    private void loadBalancing(VirtualIp vip) {
        if (vip.groups().stream().allMatch(group -> group.rules().isEmpty())) {
            findings.warning(
                    vip.source().at(),
                    "no load-balancing rule",
                    "traffic to a virtual address that matches no rule is denied",
                    "add <loadbalancing_list> with a <group> and its <rule>");
        }
        Map<String, Group> names = new LinkedHashMap<>();
        for (Group group : vip.groups()) {
            Group earlier = names.putIfAbsent(group.name(), group);
            if (earlier != null && !group.name().isEmpty()) {
                findings.error(
                        group.source().of("name"),
                        "two groups have the name '%s'".formatted(group.name()),
                        "it was already used at " + earlier.source().of("name"),
                        "rename one of them");
            }
            hosts(group);
            group.rules().forEach(rule -> rule(vip, rule));
        }
    }

    private void hosts(Group group) {
        Map<String, Group.Host> seen = new LinkedHashMap<>();
        for (Group.Host host : group.hosts()) {
            if (seen.putIfAbsent(host.name(), host) != null && !host.name().isEmpty()) {
                findings.error(
                        host.source().of("name"),
                        "the host '%s' appears twice in the group '%s'"
                                .formatted(host.name(), group.name()),
                        "a node has one power per group",
                        "remove one of them");
            }
        }
        boolean powerless = group.hosts().stream().allMatch(host -> host.power() == 0);
        if (!group.hosts().isEmpty() && powerless) {
            findings.warning(
                    group.source().at(),
                    "every host of the group '%s' has power 0".formatted(group.name()),
                    "no node takes its traffic",
                    "give at least one host more power");
        }
    }

    private void rule(VirtualIp vip, Group.Rule rule) {
        boolean onAddress = rule.filter() == Group.Filter.ON_ADDR;
        if (rule.protocol() == Group.Protocol.ARP && (!onAddress || hasInvisible(vip))) {
            findings.error(
                    rule.source().of("proto"),
                    "proto=\"arp\" needs filter=\"on_addr\" and type=\"vmac_directed\"",
                    onAddress ? "the interface is vmac_invisible" : "the filter is another one",
                    "");
        }
        if (rule.filter() == Group.Filter.ON_IPID && rule.protocol() != Group.Protocol.UDP) {
            findings.error(
                    rule.source().of("filter"),
                    "filter=\"on_ipid\" needs proto=\"udp\"",
                    "the IP identification spreads UDP over IPv4 only",
                    "write filter=\"on_addr\" or filter=\"on_port\"");
        }
        HostAddress scope =
                rule.virtualAddress().equals(Group.Rule.ANY_ADDRESS)
                        ? null
                        : HostAddress.parse(rule.virtualAddress());
        if (scope != null && !addresses.contains(scope.key())) {
            findings.error(
                    rule.source().of("virtual_addr"),
                    "the rule is for %s, which is no virtual address of the module"
                            .formatted(rule.virtualAddress()),
                    "",
                    "write one of the addresses in <interface_list>, or *");
        }
    }

    private static boolean hasInvisible(VirtualIp vip) {
        return vip.interfaces().stream()
                .flatMap(each -> each.holders().stream())
                .anyMatch(
                        holder ->
                                holder instanceof AddressHolder.Virtual virtual
                                        && virtual.type() == AddressHolder.Type.VMAC_INVISIBLE);
    }

    private void error(Source source, String what, String why, String howToCorrect) {
        findings.error(source.at(), what, why, howToCorrect);
    }
}
