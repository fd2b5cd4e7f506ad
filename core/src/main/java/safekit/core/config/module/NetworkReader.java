package safekit.core.config.module;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import safekit.core.config.DurationUnit;
import safekit.core.config.Findings;
import safekit.core.config.HostAddress;
import safekit.core.config.cluster.Names;
import safekit.core.config.xml.ElementReader;
import safekit.core.config.xml.XmlElement;

/** Reads {@code <heart>}, {@code <farm>} and {@code <flow>} (spec 02 sections 5 and 6). */
final class NetworkReader {
    private static final long DEFAULT_PULSE_MILLIS = 700;
    private static final long DEFAULT_TIMEOUT_MILLIS = 30_000;

    private final Findings findings;

    NetworkReader(Findings findings) {
        this.findings = findings;
    }

    Heart heart(XmlElement element) {
        ElementReader reader = new ElementReader(element, findings);
        int port = reader.integer("port", 0, 1, 65535);
        Duration pulse = reader.duration("pulse", DurationUnit.MILLISECOND, DEFAULT_PULSE_MILLIS);
        Duration timeout =
                reader.duration("timeout", DurationUnit.MILLISECOND, DEFAULT_TIMEOUT_MILLIS);
        boolean permanentArp = reader.onOff("permanent_arp", true);
        List<Heartbeat> heartbeats = new ArrayList<>();
        for (XmlElement heartbeat : reader.children("heartbeat")) {
            heartbeats.add(heartbeat(heartbeat, pulse, timeout));
        }
        reader.finish();
        return new Heart(port, pulse, timeout, permanentArp, heartbeats, reader.source());
    }

    private Heartbeat heartbeat(XmlElement element, Duration pulse, Duration timeout) {
        ElementReader reader = new ElementReader(element, findings);
        LanReference lan = lan(reader, "server", false);
        String first = lan.isLegacy() ? lan.servers().getFirst().address().host() : lan.name();
        String ident = reader.text("ident", first);
        if (reader.has("ident") && !Names.isValid(ident)) {
            reader.invalid("ident", ident, Names.EXPECTED, "");
        }
        Heartbeat heartbeat =
                new Heartbeat(
                        lan,
                        ident,
                        reader.duration("pulse", DurationUnit.MILLISECOND, pulse.toMillis()),
                        reader.duration("timeout", DurationUnit.MILLISECOND, timeout.toMillis()),
                        reader.source());
        reader.finish();
        return heartbeat;
    }

    Farm farm(XmlElement element) {
        ElementReader reader = new ElementReader(element, findings);
        int port = reader.integer("port", 0, 1, 65535);
        Duration pulse = reader.duration("pulse", DurationUnit.MILLISECOND, 100);
        int mlostCount = reader.integer("mlost_count", 20, 1, 1_000_000);
        int slostCount = reader.integer("slost_count", 10, 1, 1_000_000);
        List<LanReference> lans = new ArrayList<>();
        for (XmlElement lan : reader.children("lan")) {
            ElementReader lanReader = new ElementReader(lan, findings);
            lans.add(lan(lanReader, "node", true));
            lanReader.finish();
        }
        reader.finish();
        return new Farm(port, pulse, mlostCount, slostCount, lans, reader.source());
    }

    LanReference flow(XmlElement element) {
        ElementReader reader = new ElementReader(element, findings);
        LanReference lan = lan(reader, "server", false);
        reader.finish();
        return lan;
    }

    /** A name, or servers in the syntax from before 7.2, never both (spec 02 section 9). */
    private LanReference lan(ElementReader reader, String serverTag, boolean serversHaveNames) {
        List<LegacyServer> servers = new ArrayList<>();
        for (XmlElement server : reader.children(serverTag)) {
            LegacyServer read = server(server, serversHaveNames);
            if (read != null) {
                servers.add(read);
            }
        }
        String name = reader.text("name", "");
        if (name.isEmpty() && servers.isEmpty()) {
            reader.required("name");
        }
        return new LanReference(name, servers, reader.source());
    }

    private @Nullable LegacyServer server(XmlElement element, boolean hasName) {
        ElementReader reader = new ElementReader(element, findings);
        String text = reader.required("addr");
        String name = hasName ? reader.required("name") : "";
        HostAddress address = HostAddress.parse(text);
        if (address == null && !text.isEmpty()) {
            reader.invalid("addr", text, "an IP address or a name", "");
        }
        reader.finish();
        return address == null ? null : new LegacyServer(name, address, reader.source());
    }
}
