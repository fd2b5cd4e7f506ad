package safekit.core.config.module;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import safekit.core.config.DurationUnit;
import safekit.core.config.Findings;
import safekit.core.config.HostAddress;
import safekit.core.config.IpAddress;
import safekit.core.config.cluster.Names;
import safekit.core.config.module.Checker.Action;
import safekit.core.config.module.Checker.Target;
import safekit.core.config.module.Checker.When;
import safekit.core.config.xml.ElementReader;
import safekit.core.config.xml.XmlElement;

/** Reads {@code <check>} (spec 05 sections 3 to 9) in document order. */
final class CheckerReader {
    private static final int WEB_PORT = 9010;
    private static final int SECURE_WEB_PORT = 9453;
    private static final List<String> TAGS =
            List.of("tcp", "ping", "intf", "ip", "custom", "module", "splitbrain");
    private static final String WITNESSES_EXPECTED = "addresses or names separated by blanks";
    private static final HostAddress LOCALHOST =
            new HostAddress("127.0.0.1", new IpAddress(32, 0, 0x7f00_0001));

    private final Mode mode;
    private final Findings findings;
    private final List<Checker> checkers = new ArrayList<>();

    CheckerReader(Mode mode, Findings findings) {
        this.mode = mode;
        this.findings = findings;
    }

    /** The checkers of all {@code <check>}; a nested one is flattened (spec 11). */
    List<Checker> checkers(List<XmlElement> checks) {
        for (XmlElement check : checks) {
            check(check);
        }
        return checkers;
    }

    private void check(XmlElement element) {
        ElementReader reader = new ElementReader(element, findings);
        TAGS.forEach(reader::children);
        for (XmlElement nested : reader.children("check")) {
            findings.warning(
                    nested.at(),
                    "<check> inside <check>",
                    "its checkers are taken as if they were in the outer one",
                    "remove the inner tag");
        }
        reader.finish();
        for (XmlElement child : element.children()) {
            if (child.name().equals("check")) {
                check(child);
            } else if (TAGS.contains(child.name())) {
                checker(child);
            }
        }
    }

    private void checker(XmlElement element) {
        ElementReader reader = new ElementReader(element, findings);
        Checker checker =
                switch (element.name()) {
                    case "tcp" -> tcp(reader);
                    case "ping" -> ping(reader);
                    case "intf" -> intf(reader);
                    case "ip" -> ip(reader);
                    case "custom" -> custom(reader);
                    case "module" -> module(reader);
                    default -> splitbrain(reader);
                };
        reader.finish();
        if (checker != null) {
            checkers.add(checker);
        }
    }

    private @Nullable Checker tcp(ElementReader reader) {
        String ident = ident(reader);
        When when = reader.requiredChoice("when", When.PRIM);
        Action action = reader.choice("action", when == When.PRE ? Action.WAIT : Action.RESTART);
        Target to = target(reader, true);
        return to == null ? null : new Checker.Tcp(ident, when, action, to, reader.source());
    }

    private @Nullable Checker ping(ElementReader reader) {
        String ident = ident(reader);
        When when = reader.choice("when", When.PRE);
        Action action = reader.choice("action", Action.WAIT);
        Target to = target(reader, false);
        return to == null ? null : new Checker.Ping(ident, when, action, to, reader.source());
    }

    private @Nullable Checker intf(ElementReader reader) {
        String ident = ident(reader);
        alwaysPre(reader);
        ElementReader to = to(reader);
        if (to == null) {
            return null;
        }
        HostAddress address = address(to, "local_addr");
        to.finish();
        return address == null ? null : new Checker.Intf(ident, address, reader.source());
    }

    private @Nullable Checker ip(ElementReader reader) {
        String ident = ident(reader);
        When when = reader.choice("when", mode == Mode.MIRROR ? When.PRIM : When.BOTH);
        if (when == When.PRE || when == When.SECOND) {
            reader.invalid("when", when.word(), "prim or both", "");
        }
        ElementReader to = to(reader);
        if (to == null) {
            return null;
        }
        HostAddress address = address(to, "addr");
        Duration interval = to.duration("interval", DurationUnit.SECOND, 10);
        to.finish();
        return address == null
                ? null
                : new Checker.Ip(ident, when, address, interval, reader.source());
    }

    private Checker custom(ElementReader reader) {
        return new Checker.Custom(
                ident(reader),
                reader.requiredChoice("when", When.PRIM),
                reader.required("exec"),
                reader.text("arg", ""),
                reader.choice("action", Action.NOACTION),
                reader.source());
    }

    private @Nullable Checker module(ElementReader reader) {
        String name = reader.required("name");
        String ident = reader.text("ident", "");
        XmlElement toElement = reader.child("to");
        boolean secure = false;
        Target target =
                new Target(LOCALHOST, WEB_PORT, Duration.ofSeconds(10), Duration.ofSeconds(5));
        if (toElement != null) {
            ElementReader to = new ElementReader(toElement, findings);
            secure = to.onOff("secure", false);
            target = moduleTarget(to, secure ? SECURE_WEB_PORT : WEB_PORT);
            to.finish();
        }
        if (target == null) {
            return null;
        }
        String label = ident.isEmpty() ? name + "_" + target.address().host() : ident;
        return new Checker.Module(label, name, target, secure, reader.source());
    }

    private Checker splitbrain(ElementReader reader) {
        String ident = ident(reader);
        String exec = reader.required("exec");
        if (!exec.isEmpty() && !exec.equals("ping")) {
            reader.invalid("exec", exec, "ping", "");
        }
        alwaysPre(reader);
        String arg = reader.required("arg");
        List<String> words = ScriptReader.words(arg);
        if (words.isEmpty() && !arg.isEmpty()) {
            reader.invalid("arg", arg, WITNESSES_EXPECTED, "");
        }
        List<HostAddress> witnesses = new ArrayList<>();
        for (String word : words) {
            HostAddress witness = HostAddress.parse(word);
            if (witness == null) {
                reader.invalid("arg", word, WITNESSES_EXPECTED, "");
            } else {
                witnesses.add(witness);
            }
        }
        return new Checker.Splitbrain(ident, witnesses, reader.source());
    }

    private static String ident(ElementReader reader) {
        String ident = reader.required("ident");
        if (!ident.isEmpty() && !Names.isValid(ident)) {
            reader.invalid("ident", ident, Names.EXPECTED, "");
        }
        return ident;
    }

    private static void alwaysPre(ElementReader reader) {
        String when = reader.text("when", "pre");
        if (!when.equals("pre")) {
            reader.invalid("when", when, "pre", "");
        }
    }

    private @Nullable Target target(ElementReader reader, boolean hasPort) {
        ElementReader to = to(reader);
        if (to == null) {
            return null;
        }
        HostAddress address = address(to, "addr");
        int port = hasPort ? requiredPort(to) : 0;
        Target target = address == null ? null : times(to, address, port);
        to.finish();
        return target;
    }

    private static @Nullable Target moduleTarget(ElementReader to, int defaultPort) {
        HostAddress address = address(to, "addr");
        int port = to.integer("port", defaultPort, 1, 65535);
        return address == null ? null : times(to, address, port);
    }

    private static int requiredPort(ElementReader to) {
        return to.required("port").isEmpty() ? 0 : to.integer("port", 0, 1, 65535);
    }

    private static Target times(ElementReader to, HostAddress address, int port) {
        return new Target(
                address,
                port,
                to.duration("interval", DurationUnit.SECOND, 10),
                to.duration("timeout", DurationUnit.SECOND, 5));
    }

    private @Nullable ElementReader to(ElementReader reader) {
        XmlElement to = reader.child("to");
        if (to == null) {
            findings.error(
                    reader.source().at(),
                    "the checker has no <to>",
                    "it says what is tested",
                    "add <to .../>");
            return null;
        }
        return new ElementReader(to, findings);
    }

    private static @Nullable HostAddress address(ElementReader to, String attribute) {
        String text = to.required(attribute);
        HostAddress address = HostAddress.parse(text);
        if (address == null && !text.isEmpty()) {
            to.invalid(attribute, text, "an IP address or a name", "");
        }
        return address;
    }
}
