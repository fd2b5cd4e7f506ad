package safekit.core.config.module;

import java.time.Duration;
import java.util.List;
import safekit.core.config.DurationUnit;
import safekit.core.config.xml.XmlBuilder;
import safekit.core.config.xml.XmlElement;
import safekit.core.config.xml.XmlPrinter;

/**
 * Writes a module as complete XML (safeconf.xml, spec 02 section 1): macros expanded, defaults
 * spelt out except those that derive from other values. {@link ModuleReader#readActive} reads the
 * same records back.
 */
public final class ModuleXml {
    private ModuleXml() {}

    /** The text of safeconf.xml. */
    public static String print(ModuleConfig config) {
        return XmlPrinter.print(tree(config));
    }

    /** The same as a tree; places are those of the file that the records were read from. */
    static XmlElement tree(ModuleConfig config) {
        XmlBuilder safe = new XmlBuilder("safe", config.source());
        for (Macro macro : config.macros()) {
            safe.add(
                    new XmlBuilder("macro", macro.source())
                            .set("name", macro.name())
                            .set("value", macro.value())
                            .build());
        }
        return safe.add(service(config)).build();
    }

    private static XmlElement service(ModuleConfig config) {
        Service service = config.service();
        XmlBuilder builder =
                new XmlBuilder("service", service.source())
                        .set("mode", service.mode().word())
                        .set("boot", service.boot().word())
                        .set("boot_delay", seconds(service.bootDelay()));
        if (service.mode() == Mode.MIRROR) {
            builder.setOnOff("failover", service.failover())
                    .set("defaultprim", service.defaultPrim().word());
        }
        builder.set("maxloop", service.maxLoop())
                .set("loop_interval", DurationUnit.HOUR.format(service.loopInterval()))
                .setOnOff("automatic_reboot", service.automaticReboot());
        parts(config, builder);
        return builder.build();
    }

    private static void parts(ModuleConfig config, XmlBuilder builder) {
        if (config.heart() != null) {
            builder.add(heart(config.heart()));
        }
        if (config.farm() != null) {
            builder.add(farm(config.farm()));
        }
        if (config.vip() != null) {
            builder.add(VipXml.vip(config.vip()));
        }
        if (config.rfs() != null) {
            builder.add(RfsXml.rfs(config.rfs()));
        }
        if (config.user() != null) {
            builder.add(ScriptXml.user(config.user()));
        }
        if (config.vhost() != null) {
            builder.add(ScriptXml.vhost(config.vhost()));
        }
        if (config.errd() != null) {
            builder.add(ScriptXml.errd(config.errd()));
        }
        if (!config.checkers().isEmpty()) {
            builder.add(CheckerXml.check(config.checkers()));
        }
        if (config.failover() != null) {
            builder.add(failover(config.failover()));
        }
    }

    private static XmlElement heart(Heart heart) {
        XmlBuilder builder =
                new XmlBuilder("heart", heart.source())
                        .setUnlessZero("port", heart.configuredPort())
                        .set("pulse", millis(heart.pulse()))
                        .set("timeout", millis(heart.timeout()))
                        .setOnOff("permanent_arp", heart.permanentArp());
        for (Heartbeat heartbeat : heart.heartbeats()) {
            builder.add(
                    new XmlBuilder("heartbeat", heartbeat.source())
                            .setUnlessEmpty("name", heartbeat.lan().name())
                            .set("ident", heartbeat.ident())
                            .set("pulse", millis(heartbeat.pulse()))
                            .set("timeout", millis(heartbeat.timeout()))
                            .addAll(servers("server", heartbeat.lan()))
                            .build());
        }
        return builder.build();
    }

    private static XmlElement farm(Farm farm) {
        XmlBuilder builder =
                new XmlBuilder("farm", farm.source())
                        .setUnlessZero("port", farm.configuredPort())
                        .set("pulse", millis(farm.pulse()))
                        .set("mlost_count", farm.mlostCount())
                        .set("slost_count", farm.slostCount());
        farm.lans().forEach(lan -> builder.add(lan("lan", "node", lan)));
        return builder.build();
    }

    static XmlElement lan(String element, String serverElement, LanReference lan) {
        return new XmlBuilder(element, lan.source())
                .setUnlessEmpty("name", lan.name())
                .addAll(servers(serverElement, lan))
                .build();
    }

    private static List<XmlElement> servers(String element, LanReference lan) {
        return lan.servers().stream()
                .map(
                        server ->
                                new XmlBuilder(element, server.source())
                                        .setUnlessEmpty("name", server.name())
                                        .set("addr", server.address().host())
                                        .build())
                .toList();
    }

    private static XmlElement failover(Failover failover) {
        XmlBuilder builder =
                new XmlBuilder("failover", failover.source())
                        .set("extends", failover.extendsDefaults() ? "yes" : "no")
                        .set("period", millis(failover.period()))
                        .set("handle_time", millis(failover.handleTime()));
        for (Failover.Section section : failover.sections()) {
            builder.addText(section.text(), section.source().at());
        }
        return builder.build();
    }

    static String seconds(Duration duration) {
        return DurationUnit.SECOND.format(duration);
    }

    static String millis(Duration duration) {
        return DurationUnit.MILLISECOND.format(duration);
    }
}
