package safekit.core.config.module;

import safekit.core.config.IpAddress;
import safekit.core.config.xml.XmlBuilder;
import safekit.core.config.xml.XmlElement;

/** Writes {@code <vip>} for {@link ModuleXml}. */
final class VipXml {
    private static final IpAddress ALL_ONES = new IpAddress(32, 0, 0xffff_ffffL);

    private VipXml() {}

    static XmlElement vip(VirtualIp vip) {
        XmlBuilder interfaces = new XmlBuilder("interface_list", vip.source());
        vip.interfaces().forEach(each -> interfaces.add(networkInterface(each)));
        XmlBuilder builder =
                new XmlBuilder("vip", vip.source())
                        .setOnOff("tcpreset", vip.tcpReset())
                        .setUnlessEmpty("scriptcontrol", vip.scriptControl() ? "on" : "")
                        .add(interfaces.build());
        if (!vip.groups().isEmpty()) {
            XmlBuilder groups = new XmlBuilder("loadbalancing_list", vip.source());
            vip.groups().forEach(group -> groups.add(group(group)));
            builder.add(groups.build());
        }
        return builder.build();
    }

    private static XmlElement networkInterface(Interface networkInterface) {
        XmlBuilder builder =
                new XmlBuilder("interface", networkInterface.source())
                        .setUnlessEmpty("name", networkInterface.name())
                        .setOnOff("check", networkInterface.check())
                        .setOnOff("arpreroute", networkInterface.arpReroute())
                        .set("arpinterval", ModuleXml.seconds(networkInterface.arpInterval()))
                        .set("arpelapse", ModuleXml.seconds(networkInterface.arpElapse()));
        networkInterface.holders().forEach(holder -> builder.add(holder(holder)));
        return builder.build();
    }

    private static XmlElement holder(AddressHolder holder) {
        XmlBuilder builder =
                switch (holder) {
                    case AddressHolder.Real real -> new XmlBuilder("real_interface", real.source());
                    case AddressHolder.Virtual virtual ->
                            new XmlBuilder("virtual_interface", virtual.source())
                                    .set("type", virtual.type().word())
                                    .setUnlessEmpty("addr", virtual.mac());
                };
        holder.addresses().forEach(address -> builder.add(address(address)));
        return builder.build();
    }

    private static XmlElement address(VirtualAddress address) {
        int netmask = address.netmaskLength();
        return new XmlBuilder("virtual_addr", address.source())
                .set("addr", address.address().host())
                .set("where", address.where().word())
                .setOnOff("check", address.check())
                .setOnOff("connections", address.connections())
                .setUnlessEmpty("netmask", netmask < 0 ? "" : ALL_ONES.network(netmask).toString())
                .build();
    }

    private static XmlElement group(Group group) {
        XmlBuilder builder = new XmlBuilder("group", group.source()).set("name", group.name());
        if (!group.hosts().isEmpty()) {
            XmlBuilder cluster = new XmlBuilder("cluster", group.source());
            for (Group.Host host : group.hosts()) {
                cluster.add(
                        new XmlBuilder("host", host.source())
                                .set("name", host.name())
                                .set("power", host.power())
                                .build());
            }
            builder.add(cluster.build());
        }
        for (Group.Rule rule : group.rules()) {
            boolean anyPort = rule.port() == Group.Rule.ANY_PORT;
            builder.add(
                    new XmlBuilder("rule", rule.source())
                            .set("virtual_addr", rule.virtualAddress())
                            .set("port", anyPort ? "*" : String.valueOf(rule.port()))
                            .set("proto", rule.protocol().word())
                            .set("filter", rule.filter().word())
                            .build());
        }
        return builder.build();
    }
}
