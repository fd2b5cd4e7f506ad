package safekit.core.config.module;

import java.util.List;
import safekit.core.config.HostAddress;
import safekit.core.config.xml.Source;
import safekit.core.config.xml.XmlBuilder;
import safekit.core.config.xml.XmlElement;

/** Writes {@code <check>} for {@link ModuleXml}. */
final class CheckerXml {
    private CheckerXml() {}

    static XmlElement check(List<Checker> checkers) {
        XmlBuilder builder = new XmlBuilder("check", Source.NOWHERE);
        checkers.forEach(checker -> builder.add(checker(checker)));
        return builder.build();
    }

    private static XmlElement checker(Checker checker) {
        XmlBuilder builder =
                new XmlBuilder(checker.tag(), checker.source()).set("ident", checker.ident());
        switch (checker) {
            case Checker.Tcp tcp ->
                    builder.set("when", tcp.when().word())
                            .set("action", tcp.action().word())
                            .add(to(tcp.to()).build());
            case Checker.Ping ping ->
                    builder.set("when", ping.when().word())
                            .set("action", ping.action().word())
                            .add(to(ping.to()).build());
            case Checker.Intf intf ->
                    builder.set("when", intf.when().word())
                            .add(
                                    new XmlBuilder("to", Source.NOWHERE)
                                            .set("local_addr", intf.localAddress().host())
                                            .build());
            case Checker.Ip ip ->
                    builder.set("when", ip.when().word())
                            .add(
                                    new XmlBuilder("to", Source.NOWHERE)
                                            .set("addr", ip.address().host())
                                            .set("interval", ModuleXml.seconds(ip.interval()))
                                            .build());
            case Checker.Custom custom ->
                    builder.set("when", custom.when().word())
                            .set("exec", custom.exec())
                            .setUnlessEmpty("arg", custom.arguments())
                            .set("action", custom.action().word());
            case Checker.Module module ->
                    builder.set("name", module.name())
                            .add(to(module.to()).setOnOff("secure", module.secure()).build());
            case Checker.Splitbrain splitbrain ->
                    builder.set("exec", "ping").set("arg", witnesses(splitbrain));
        }
        return builder.build();
    }

    private static XmlBuilder to(Checker.Target target) {
        return new XmlBuilder("to", Source.NOWHERE)
                .set("addr", target.address().host())
                .setUnlessZero("port", target.port())
                .set("interval", ModuleXml.seconds(target.interval()))
                .set("timeout", ModuleXml.seconds(target.timeout()));
    }

    private static String witnesses(Checker.Splitbrain splitbrain) {
        return String.join(" ", splitbrain.witnesses().stream().map(HostAddress::host).toList());
    }
}
