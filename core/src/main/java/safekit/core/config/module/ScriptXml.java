package safekit.core.config.module;

import safekit.core.config.xml.XmlBuilder;
import safekit.core.config.xml.XmlElement;

/** Writes {@code <user>}, {@code <vhost>} and {@code <errd>} for {@link ModuleXml}. */
final class ScriptXml {
    private ScriptXml() {}

    static XmlElement user(User user) {
        XmlBuilder builder =
                new XmlBuilder("user", user.source())
                        .set("nicestoptimeout", ModuleXml.seconds(user.niceStopTimeout()))
                        .set("forcestoptimeout", ModuleXml.seconds(user.forceStopTimeout()))
                        .set("logging", user.logging().word())
                        .set("userlogsize", user.userLogSizeKilobytes());
        for (User.Variable variable : user.variables()) {
            builder.add(
                    new XmlBuilder("var", variable.source())
                            .set("name", variable.name())
                            .set("value", variable.value())
                            .build());
        }
        return builder.build();
    }

    static XmlElement vhost(VirtualHost vhost) {
        XmlBuilder builder = new XmlBuilder("vhost", vhost.source());
        for (VirtualHost.Name name : vhost.names()) {
            builder.add(
                    new XmlBuilder("virtualhostname", name.source())
                            .set("name", name.name())
                            .set("envfile", name.envFile())
                            .set("when", name.when().word())
                            .build());
        }
        return builder.build();
    }

    static XmlElement errd(Errd errd) {
        XmlBuilder builder =
                new XmlBuilder("errd", errd.source())
                        .set("polltimer", ModuleXml.seconds(errd.pollTimer()));
        errd.processes().forEach(process -> builder.add(process(process)));
        return builder.build();
    }

    private static XmlElement process(MonitoredProcess process) {
        return new XmlBuilder("proc", process.source())
                .set("name", process.name())
                .set("service", process.service() ? "yes" : "no")
                .setUnlessEmpty("nameregex", process.nameExpression())
                .setUnlessEmpty("argregex", process.argumentExpression())
                .set("atleast", process.atLeast())
                .set("atmax", process.atMost())
                .set("action", process.action())
                .setUnlessEmpty("restart_services", String.join(", ", process.restartServices()))
                .set("class", process.activationClass())
                .set("start_after", process.startAfter())
                .build();
    }
}
