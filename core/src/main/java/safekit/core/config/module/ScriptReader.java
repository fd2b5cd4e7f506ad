package safekit.core.config.module;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import safekit.core.config.DurationUnit;
import safekit.core.config.Findings;
import safekit.core.config.Spelling;
import safekit.core.config.xml.ElementReader;
import safekit.core.config.xml.XmlElement;

/** Reads {@code <user>}, {@code <vhost>} and {@code <errd>} (spec 02 sections 7, 8; spec 05). */
final class ScriptReader {
    private static final int LONGEST_PROCESS_NAME = 15;
    private static final int LONGEST_SERVICE_NAME = 63;

    private final Findings findings;

    ScriptReader(Findings findings) {
        this.findings = findings;
    }

    User user(XmlElement element) {
        ElementReader reader = new ElementReader(element, findings);
        List<User.Variable> variables = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (XmlElement variable : reader.children("var")) {
            User.Variable read = variable(variable);
            variables.add(read);
            if (!names.add(read.name()) && !read.name().isEmpty()) {
                findings.warning(
                        read.source().of("name"),
                        "the variable %s is defined twice".formatted(read.name()),
                        "the last definition wins",
                        "remove one of them");
            }
        }
        User user =
                new User(
                        reader.duration("nicestoptimeout", DurationUnit.SECOND, 300),
                        reader.duration("forcestoptimeout", DurationUnit.SECOND, 300),
                        reader.choice("logging", User.Logging.USERLOG),
                        reader.integer("userlogsize", 2048, 1, Integer.MAX_VALUE),
                        variables,
                        reader.source());
        reader.finish();
        return user;
    }

    private User.Variable variable(XmlElement element) {
        ElementReader reader = new ElementReader(element, findings);
        String name = reader.required("name");
        if (!name.isEmpty() && !name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            reader.invalid("name", name, "letters, digits and _, not starting with a digit", "");
        }
        if (!reader.has("value")) {
            reader.required("value");
        }
        String value = reader.text("value", "");
        reader.finish();
        return new User.Variable(name, value, reader.source());
    }

    VirtualHost vhost(XmlElement element) {
        ElementReader reader = new ElementReader(element, findings);
        List<VirtualHost.Name> names = new ArrayList<>();
        for (XmlElement name : reader.children("virtualhostname")) {
            ElementReader nameReader = new ElementReader(name, findings);
            names.add(
                    new VirtualHost.Name(
                            nameReader.required("name"),
                            nameReader.required("envfile"),
                            nameReader.choice("when", VirtualHost.When.PRIM),
                            nameReader.source()));
            nameReader.finish();
        }
        reader.finish();
        return new VirtualHost(names, reader.source());
    }

    Errd errd(XmlElement element) {
        ElementReader reader = new ElementReader(element, findings);
        List<MonitoredProcess> processes = new ArrayList<>();
        reader.children("proc").forEach(each -> processes.add(process(each)));
        Errd errd =
                new Errd(
                        reader.duration("polltimer", DurationUnit.SECOND, 30),
                        processes,
                        reader.source());
        reader.finish();
        return errd;
    }

    private MonitoredProcess process(XmlElement element) {
        ElementReader reader = new ElementReader(element, findings);
        MonitoredProcess process =
                new MonitoredProcess(
                        reader.required("name"),
                        reader.yesNo("service", false),
                        reader.text("nameregex", ""),
                        reader.text("argregex", ""),
                        reader.integer("atleast", 1, -1, 1_000_000),
                        reader.integer("atmax", -1, -1, 1_000_000),
                        reader.text("action", "stopstart"),
                        words(reader.text("restart_services", "")),
                        reader.required("class"),
                        reader.integer("start_after", 0, 0, 1_000_000),
                        reader.source());
        reader.finish();
        bounds(reader, process);
        name(reader, process);
        action(reader, process);
        return process;
    }

    private void bounds(ElementReader reader, MonitoredProcess process) {
        if (process.atMost() >= 0 && process.atLeast() > process.atMost() && process.atMost() > 0) {
            String expected = "at least atleast, which is " + process.atLeast();
            reader.invalid("atmax", String.valueOf(process.atMost()), expected, "");
        }
        if (process.atLeast() < 0 && process.atMost() < 0) {
            findings.warning(
                    reader.source().at(),
                    "the process '%s' is never reported".formatted(process.name()),
                    "both atleast and atmax are off",
                    "");
        }
    }

    private void name(ElementReader reader, MonitoredProcess process) {
        int longest = process.service() ? LONGEST_SERVICE_NAME : LONGEST_PROCESS_NAME;
        if (process.nameExpression().isEmpty() && process.name().length() > longest) {
            findings.warning(
                    reader.placeOf("name"),
                    "the name '%s' is longer than %d characters".formatted(process.name(), longest),
                    process.service()
                            ? "service names are shorter"
                            : "Linux keeps only the first 15 characters of a command name",
                    process.service() ? "" : "use nameregex or argregex");
        }
        if (process.service() && process.name().endsWith(".service")) {
            findings.warning(
                    reader.placeOf("name"),
                    "the service name '%s' ends with .service".formatted(process.name()),
                    "units are named without it",
                    "remove .service");
        }
    }

    private void action(ElementReader reader, MonitoredProcess process) {
        boolean misplaced = !process.service() || !process.action().equals("restart");
        if (!process.restartServices().isEmpty() && misplaced) {
            findings.error(
                    reader.placeOf("restart_services"),
                    "restart_services is given without service=\"yes\" and action=\"restart\"",
                    "only a restart of services takes the list",
                    "remove it, or add both attributes");
        }
        String similar = Spelling.nearest(process.action(), MonitoredProcess.ACTIONS);
        if (process.hasHandler() && similar != null) {
            findings.warning(
                    reader.placeOf("action"),
                    "the action '%s' is taken for the path of a handler"
                            .formatted(process.action()),
                    "it is none of " + String.join(", ", MonitoredProcess.ACTIONS),
                    "did you mean '" + similar + "'?");
        }
    }

    /** A list separated by commas and blanks (spec 11). */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String word : text.split("[,\\s]+", -1)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }
}
