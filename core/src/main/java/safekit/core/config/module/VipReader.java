package safekit.core.config.module;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import safekit.core.config.DurationUnit;
import safekit.core.config.Findings;
import safekit.core.config.HostAddress;
import safekit.core.config.IpAddress;
import safekit.core.config.cluster.Names;
import safekit.core.config.xml.ElementReader;
import safekit.core.config.xml.XmlElement;

/** Reads {@code <vip>} (spec 03 sections 1 and 2). */
final class VipReader {
    private static final String ADDRESS_EXPECTED = "an IPv4 or IPv6 address or a name";

    private final Findings findings;

    VipReader(Findings findings) {
        this.findings = findings;
    }

    VirtualIp vip(XmlElement element) {
        ElementReader reader = new ElementReader(element, findings);
        boolean tcpReset = reader.onOff("tcpreset", true);
        boolean scriptControl = reader.onOff("scriptcontrol", false);
        List<Interface> interfaces = new ArrayList<>();
        XmlElement interfaceList = reader.child("interface_list");
        if (interfaceList != null) {
            ElementReader listReader = new ElementReader(interfaceList, findings);
            listReader
                    .children("interface")
                    .forEach(each -> interfaces.add(networkInterface(each)));
            listReader.finish();
        }
        List<Group> groups = new ArrayList<>();
        XmlElement groupList = reader.child("loadbalancing_list");
        if (groupList != null) {
            ElementReader listReader = new ElementReader(groupList, findings);
            listReader.children("group").forEach(each -> groups.add(group(each)));
            listReader.finish();
        }
        reader.finish();
        return new VirtualIp(tcpReset, scriptControl, interfaces, groups, reader.source());
    }

    private Interface networkInterface(XmlElement element) {
        ElementReader reader = new ElementReader(element, findings);
        List<AddressHolder> holders = new ArrayList<>();
        for (XmlElement real : reader.children("real_interface")) {
            ElementReader realReader = new ElementReader(real, findings);
            holders.add(new AddressHolder.Real(addresses(realReader), realReader.source()));
            realReader.finish();
        }
        for (XmlElement virtual : reader.children("virtual_interface")) {
            holders.add(virtual(virtual));
        }
        Interface read =
                new Interface(
                        reader.text("name", ""),
                        reader.onOff("check", true),
                        reader.onOff("arpreroute", false),
                        reader.duration("arpinterval", DurationUnit.SECOND, 60),
                        reader.durationOrZero("arpelapse", DurationUnit.SECOND, 1200),
                        holders,
                        reader.source());
        if (!read.name().isEmpty() && !read.name().matches("[^\\s/]{1,15}")) {
            reader.invalid("name", read.name(), "the name of a network interface", "");
        }
        reader.finish();
        return read;
    }

    private AddressHolder virtual(XmlElement element) {
        ElementReader reader = new ElementReader(element, findings);
        AddressHolder.Type type = reader.choice("type", AddressHolder.Type.VMAC_DIRECTED);
        String mac = reader.text("addr", "");
        if (!mac.isEmpty() && !isUnicastMac(mac)) {
            reader.invalid("addr", mac, "six bytes of a unicast MAC, as 5A:FE:01:02:03:04", "");
        }
        List<VirtualAddress> addresses = addresses(reader);
        reader.finish();
        return new AddressHolder.Virtual(type, mac, addresses, reader.source());
    }

    private static boolean isUnicastMac(String mac) {
        boolean sixBytes = mac.matches("[0-9A-Fa-f]{2}([:-][0-9A-Fa-f]{2}){5}");
        return sixBytes && (Integer.parseInt(mac.substring(0, 2), 16) & 1) == 0;
    }

    private List<VirtualAddress> addresses(ElementReader holder) {
        List<VirtualAddress> addresses = new ArrayList<>();
        holder.children("virtual_addr").forEach(each -> addresses.add(address(each)));
        if (addresses.isEmpty()) {
            findings.error(
                    holder.source().at(),
                    "the interface has no <virtual_addr>",
                    "",
                    "add <virtual_addr addr=\"...\" where=\"...\"/>");
        }
        return addresses;
    }

    private VirtualAddress address(XmlElement element) {
        ElementReader reader = new ElementReader(element, findings);
        String text = reader.required("addr");
        HostAddress address = HostAddress.parse(text);
        IpAddress literal = address == null ? null : address.literal();
        boolean bad = address == null || (literal != null && literal.isAny());
        if (bad && !text.isEmpty()) {
            reader.invalid("addr", text, ADDRESS_EXPECTED, "");
        }
        VirtualAddress read =
                new VirtualAddress(
                        address == null ? HostAddress.UNREADABLE : address,
                        reader.requiredChoice("where", VirtualAddress.Where.ONE_SIDE_ALIAS),
                        reader.onOff("check", true),
                        reader.onOff("connections", false),
                        netmask(reader, literal),
                        reader.source());
        reader.finish();
        return read;
    }

    private int netmask(ElementReader reader, @Nullable IpAddress address) {
        String text = reader.text("netmask", "");
        if (text.isEmpty()) {
            return -1;
        }
        IpAddress mask = IpAddress.parse(text);
        int length = mask == null ? -1 : mask.maskLength();
        if (length < 0) {
            reader.invalid("netmask", text, "an IPv4 netmask, as 255.255.255.0", "");
        } else if (address != null && address.isSix()) {
            reader.invalid("netmask", text, "no netmask for an IPv6 address", "remove it");
        }
        return length;
    }

    private Group group(XmlElement element) {
        ElementReader reader = new ElementReader(element, findings);
        String name = reader.required("name");
        if (!name.isEmpty() && !Names.isValid(name)) {
            reader.invalid("name", name, Names.EXPECTED, "");
        }
        List<Group.Host> hosts = new ArrayList<>();
        XmlElement cluster = reader.child("cluster");
        if (cluster != null) {
            ElementReader clusterReader = new ElementReader(cluster, findings);
            clusterReader.children("host").forEach(each -> hosts.add(host(each)));
            clusterReader.finish();
        }
        List<Group.Rule> rules = new ArrayList<>();
        reader.children("rule").forEach(each -> rules.add(rule(each)));
        reader.finish();
        return new Group(name, hosts, rules, reader.source());
    }

    private Group.Host host(XmlElement element) {
        ElementReader reader = new ElementReader(element, findings);
        String name = reader.required("name");
        String text = reader.text("power", "1");
        long power = power(text);
        if (power < 0) {
            String expected = "a whole number of at least 0, or a product such as 64*64";
            reader.invalid("power", text, expected, "");
        }
        reader.finish();
        return new Group.Host(name, Math.max(0, power), reader.source());
    }

    /** A number or a product of numbers (OPEN 03-7); -1 when it is neither or is too large. */
    private static long power(String text) {
        if (!text.matches("[0-9]{1,18}(\\s*\\*\\s*[0-9]{1,18}){0,16}")) {
            return -1;
        }
        long power = 1;
        for (String factor : text.split("\\*", -1)) {
            long number = Long.parseLong(factor.strip());
            if (number != 0 && power > Long.MAX_VALUE / number) {
                return -1;
            }
            power *= number;
        }
        return power;
    }

    private Group.Rule rule(XmlElement element) {
        ElementReader reader = new ElementReader(element, findings);
        String address = reader.text("virtual_addr", Group.Rule.ANY_ADDRESS);
        boolean any = address.equals(Group.Rule.ANY_ADDRESS);
        if (!any && HostAddress.parse(address) == null) {
            reader.invalid("virtual_addr", address, ADDRESS_EXPECTED + ", or *", "");
        }
        boolean anyPort = reader.text("port", "*").equals("*");
        Group.Rule rule =
                new Group.Rule(
                        address,
                        anyPort ? Group.Rule.ANY_PORT : reader.integer("port", 0, 1, 65535),
                        reader.requiredChoice("proto", Group.Protocol.TCP),
                        reader.requiredChoice("filter", Group.Filter.ON_ADDR),
                        reader.source());
        reader.finish();
        return rule;
    }
}
