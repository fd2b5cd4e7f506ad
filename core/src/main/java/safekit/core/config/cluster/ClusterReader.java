package safekit.core.config.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import safekit.core.config.DurationUnit;
import safekit.core.config.Findings;
import safekit.core.config.HostAddress;
import safekit.core.config.IpAddress;
import safekit.core.config.Parsed;
import safekit.core.config.Spelling;
import safekit.core.config.xml.ElementReader;
import safekit.core.config.xml.XmlElement;
import safekit.core.config.xml.XmlReader;

/** Reads and checks cluster.xml (spec 01 section 1); all findings in one pass. */
public final class ClusterReader {
    private static final int DEFAULT_PORT = 4800;

    private final Findings findings;

    private ClusterReader(Findings findings) {
        this.findings = findings;
    }

    /** Reads a text; the file name is for messages only. Names are not resolved. */
    public static Parsed<ClusterConfig> read(String file, String text) {
        Findings findings = new Findings(file);
        List<XmlElement> roots = XmlReader.read(text, findings);
        ClusterConfig config = null;
        if (!roots.isEmpty()) {
            config = new ClusterReader(findings).root(roots);
        }
        if (config != null) {
            ClusterRules.check(config, findings);
        }
        return new Parsed<>(config, findings.inReadingOrder());
    }

    private @Nullable ClusterConfig root(List<XmlElement> roots) {
        XmlElement root = roots.getFirst();
        if (!root.name().equals("cluster")) {
            findings.error(
                    root.at(),
                    "the file starts with <%s>".formatted(root.name()),
                    "expected: <cluster>",
                    Spelling.hint(root.name(), List.of("cluster")));
            return null;
        }
        for (XmlElement extra : roots.subList(1, roots.size())) {
            findings.error(extra.at(), "<%s> comes after </cluster>".formatted(extra.name()));
        }
        ElementReader cluster = new ElementReader(root, findings);
        XmlElement lans = cluster.child("lans");
        cluster.finish();
        if (lans == null) {
            findings.error(
                    root.at(),
                    "<cluster> has no <lans>",
                    "a cluster has at least one lan",
                    "add <lans><lan name=\"default\">...</lan></lans>");
            return null;
        }
        return lans(lans);
    }

    private ClusterConfig lans(XmlElement element) {
        ElementReader reader = new ElementReader(element, findings);
        int port = reader.integer("port", DEFAULT_PORT, 1, 65535);
        Duration pulse = reader.duration("pulse", DurationUnit.MILLISECOND, 100);
        int mlostCount = reader.integer("mlost_count", 20, 1, 1_000_000);
        int slostCount = reader.integer("slost_count", 10, 1, 1_000_000);
        List<Lan> lans = new ArrayList<>();
        for (XmlElement lan : reader.children("lan")) {
            lans.add(lan(lan));
        }
        reader.finish();
        return new ClusterConfig(port, pulse, mlostCount, slostCount, lans, reader.source());
    }

    private Lan lan(XmlElement element) {
        ElementReader reader = new ElementReader(element, findings);
        String name = name(reader);
        boolean command = reader.onOff("command", false);
        for (String obsolete : List.of("console", "framework")) {
            if (reader.has(obsolete)) {
                findings.warning(
                        reader.placeOf(obsolete),
                        "the attribute %s of <lan> is ignored".formatted(obsolete),
                        "it is obsolete since 8.2",
                        "remove it");
            }
        }
        List<Node> nodes = new ArrayList<>();
        for (XmlElement node : reader.children("node")) {
            nodes.add(node(node));
        }
        reader.finish();
        return new Lan(name, command, nodes, reader.source());
    }

    private Node node(XmlElement element) {
        ElementReader reader = new ElementReader(element, findings);
        String name = name(reader);
        HostAddress address = address(reader);
        HostAddress localAddress = localAddress(reader);
        reader.finish();
        return new Node(name, address, localAddress, reader.source());
    }

    private String name(ElementReader reader) {
        String name = reader.required("name");
        if (!name.isEmpty() && !Names.isValid(name)) {
            reader.invalid("name", name, Names.EXPECTED, "");
        }
        return name;
    }

    private HostAddress address(ElementReader reader) {
        String text = reader.required("addr");
        HostAddress address = HostAddress.parse(text);
        if (text.isEmpty()) {
            return HostAddress.UNREADABLE;
        }
        IpAddress literal = address == null ? null : address.literal();
        if (address == null || (literal != null && literal.isAny())) {
            reader.invalid(
                    "addr", text, "an IPv4 address, an IPv6 address in brackets or a name", "");
            return HostAddress.UNREADABLE;
        }
        if (literal != null && literal.isSix() && !HostAddress.isBracketed(text)) {
            String bracketed = "write addr=\"[" + text + "]\"";
            reader.invalid("addr", text, "an IPv6 address in brackets", bracketed);
        }
        return address;
    }

    private @Nullable HostAddress localAddress(ElementReader reader) {
        String text = reader.text("laddr", "");
        if (text.isEmpty()) {
            return null;
        }
        HostAddress address = HostAddress.parse(text);
        if (address == null || address.isName()) {
            reader.invalid("laddr", text, "an IPv4 or IPv6 address of a local interface", "");
            return null;
        }
        return address;
    }
}
