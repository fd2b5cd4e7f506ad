package safekit.core.config.module;

import safekit.core.config.DurationUnit;
import safekit.core.config.module.ReplicatedDirectory.ExcludedPath;
import safekit.core.config.module.ReplicatedDirectory.ExcludedPattern;
import safekit.core.config.module.ReplicatedDirectory.Exclusion;
import safekit.core.config.xml.Source;
import safekit.core.config.xml.XmlBuilder;
import safekit.core.config.xml.XmlElement;

/** Writes {@code <rfs>} for {@link ModuleXml}. */
final class RfsXml {
    private RfsXml() {}

    static XmlElement rfs(Rfs rfs) {
        boolean defaultSuffix = rfs.mountOverSuffix().equals(RfsReader.DEFAULT_SUFFIX);
        XmlBuilder builder =
                new XmlBuilder("rfs", rfs.source())
                        .setUnlessEmpty(
                                "mountoversuffix", defaultSuffix ? "" : rfs.mountOverSuffix())
                        .setOnOff("acl", rfs.acl())
                        .set("async", rfs.async().word())
                        .setOnOff("writeback", rfs.writeback())
                        .setOnOff("scripts", rfs.scripts())
                        .set("nbremconn", rfs.connections())
                        .setUnlessZero("packetsize", rfs.sizes().configuredPacket())
                        .setUnlessZero("reipacketsize", rfs.sizes().configuredReintegration())
                        .setUnlessZero("ruzone_blocksize", rfs.sizes().configuredZone())
                        .set("locktimeout", ModuleXml.seconds(rfs.timeouts().lock()))
                        .set("sendtimeout", ModuleXml.seconds(rfs.timeouts().send()))
                        .set("checktime", ModuleXml.millis(rfs.timeouts().check()))
                        .set("checkintv", ModuleXml.seconds(rfs.timeouts().checkInterval()));
        reintegration(rfs.reintegration(), builder);
        if (rfs.flow() != null) {
            builder.add(ModuleXml.lan("flow", "server", rfs.flow()));
        }
        rfs.directories().forEach(directory -> builder.add(directory(directory)));
        return builder.build();
    }

    private static void reintegration(Rfs.Reintegration reintegration, XmlBuilder builder) {
        builder.set("nbrei", reintegration.threads())
                .set("reitimeout", ModuleXml.seconds(reintegration.timeout()))
                .set("reicommit", reintegration.commitBlocks())
                .setOnOff("reidetail", reintegration.detail())
                .setUnlessZero("reiallowedbw", reintegration.bandwidthKilobytes())
                .set("namespacepolicy", reintegration.namespacePolicy())
                .set("syncdelta", DurationUnit.MINUTE.format(reintegration.syncDelta()))
                .setUnlessEmpty("syncat", reintegration.syncAt());
    }

    private static XmlElement directory(ReplicatedDirectory directory) {
        XmlBuilder builder =
                new XmlBuilder("replicated", directory.source())
                        .set("dir", directory.directory())
                        .setUnlessEmpty("mode", directory.readOnly() ? "read_only" : "");
        for (String path : directory.mustExist()) {
            builder.add(new XmlBuilder("tocheck", Source.NOWHERE).set("path", path).build());
        }
        for (Exclusion exclusion : directory.exclusions()) {
            XmlBuilder child = new XmlBuilder("notreplicated", exclusion.source());
            switch (exclusion) {
                case ExcludedPath path -> child.set("path", path.path());
                case ExcludedPattern pattern ->
                        child.set(
                                "regexpath",
                                (pattern.inverted() ? "!" : "") + pattern.expression());
            }
            builder.add(child.build());
        }
        return builder.build();
    }
}
