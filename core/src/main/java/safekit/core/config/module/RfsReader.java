package safekit.core.config.module;

import java.util.ArrayList;
import java.util.List;
import safekit.core.config.DurationUnit;
import safekit.core.config.Findings;
import safekit.core.config.xml.ElementReader;
import safekit.core.config.xml.XmlElement;

/** Reads {@code <rfs>} (spec 04 section 2) and reports what the attributes say together. */
final class RfsReader {
    static final String DEFAULT_SUFFIX = "_For_SafeKit_Replication";

    private final Findings findings;

    RfsReader(Findings findings) {
        this.findings = findings;
    }

    Rfs rfs(XmlElement element) {
        ElementReader reader = new ElementReader(element, findings);
        windowsOnly(reader);
        mountOverSuffix(reader);
        Rfs.PacketSizes sizes = sizes(reader);
        Rfs.Timeouts timeouts = timeouts(reader);
        Rfs.Reintegration reintegration = reintegration(reader);
        XmlElement flow = reader.child("flow");
        List<ReplicatedDirectory> directories = new ArrayList<>();
        DirectoryReader directoryReader = new DirectoryReader(findings);
        for (XmlElement directory : reader.children("replicated")) {
            directories.add(directoryReader.directory(directory));
        }
        if (directories.isEmpty()) {
            findings.error(
                    element.at(),
                    "<rfs> has no <replicated>",
                    "there is nothing to replicate",
                    "add <replicated dir=\"/...\"/>");
        }
        Rfs rfs =
                new Rfs(
                        flow == null ? null : new NetworkReader(findings).flow(flow),
                        directories,
                        reader.choice("async", Rfs.Acknowledgement.SECOND),
                        reader.onOff("acl", false),
                        reader.onOff("scripts", false),
                        reader.onOff("writeback", false),
                        reader.integer("nbremconn", 1, 1, 64),
                        reader.text("mountoversuffix", DEFAULT_SUFFIX),
                        sizes,
                        timeouts,
                        reintegration,
                        reader.source());
        reader.finish();
        return rfs;
    }

    private void windowsOnly(ElementReader reader) {
        reader.duration("iotimeout", DurationUnit.SECOND, 300);
        for (String attribute :
                List.of("iotimeout", "roflags", "allocthreshold", "nfsbox_options")) {
            if (reader.has(attribute)) {
                findings.warning(
                        reader.placeOf(attribute),
                        "the attribute %s of <rfs> is ignored".formatted(attribute),
                        "it exists on Windows only",
                        "remove it");
            }
        }
    }

    private void mountOverSuffix(ElementReader reader) {
        if (reader.has("mountoversuffix")) {
            findings.notice(
                    reader.placeOf("mountoversuffix"),
                    "the attribute mountoversuffix has no effect",
                    "the replicated directory is mounted over in place, nothing is renamed");
        }
    }

    private static Rfs.PacketSizes sizes(ElementReader reader) {
        Rfs.PacketSizes sizes =
                new Rfs.PacketSizes(
                        reader.integer("packetsize", 0, 4096, 1 << 30),
                        reader.integer("reipacketsize", 0, 4096, 1 << 30),
                        reader.integer("ruzone_blocksize", 0, 4096, 1 << 30));
        int reintegration = sizes.configuredReintegration();
        if (sizes.configuredPacket() != 0 && reintegration > sizes.configuredPacket()) {
            String expected = "at most packetsize, which is " + sizes.configuredPacket();
            reader.invalid("reipacketsize", String.valueOf(reintegration), expected, "");
        } else if (sizes.configuredZone() % sizes.reintegrationBytes() != 0) {
            String expected = "a multiple of reipacketsize, which is " + sizes.reintegrationBytes();
            reader.invalid(
                    "ruzone_blocksize", String.valueOf(sizes.configuredZone()), expected, "");
        }
        return sizes;
    }

    private static Rfs.Timeouts timeouts(ElementReader reader) {
        return new Rfs.Timeouts(
                reader.duration("locktimeout", DurationUnit.SECOND, 100),
                reader.duration("sendtimeout", DurationUnit.SECOND, 30),
                reader.duration("checktime", DurationUnit.MILLISECOND, 220_000),
                reader.duration("checkintv", DurationUnit.SECOND, 120));
    }

    private Rfs.Reintegration reintegration(ElementReader reader) {
        return new Rfs.Reintegration(
                reader.integer("nbrei", 6, 1, 256),
                reader.duration("reitimeout", DurationUnit.SECOND, 150),
                reader.integer("reicommit", 0, 0, Integer.MAX_VALUE),
                reader.onOff("reidetail", false),
                reader.integer("reiallowedbw", 0, 1, Integer.MAX_VALUE),
                namespacePolicy(reader),
                reader.durationOrZero("syncdelta", DurationUnit.MINUTE, 0),
                syncAt(reader));
    }

    private int namespacePolicy(ElementReader reader) {
        String text = reader.text("namespacepolicy", "4");
        switch (text) {
            case "0" -> {
                return 0;
            }
            case "4" -> {
                return 4;
            }
            case "1", "3" ->
                    findings.warning(
                            reader.placeOf("namespacepolicy"),
                            "namespacepolicy=\"%s\" is treated as 4".formatted(text),
                            "1 and 3 differ on Windows only",
                            "write namespacepolicy=\"4\"");
            default -> reader.invalid("namespacepolicy", text, "0, 1, 3 or 4", "");
        }
        return 4;
    }

    private static String syncAt(ElementReader reader) {
        String text = reader.text("syncat", "");
        String problem = text.isEmpty() ? null : Crontab.problem(text);
        if (problem != null) {
            String expected = "five fields of a crontab, as '01 0 * * *'";
            reader.invalid("syncat", text, expected, problem);
        }
        return text;
    }
}
