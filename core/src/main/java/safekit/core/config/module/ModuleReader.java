package safekit.core.config.module;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import safekit.core.config.DurationUnit;
import safekit.core.config.Findings;
import safekit.core.config.Parsed;
import safekit.core.config.Spelling;
import safekit.core.config.xml.ElementReader;
import safekit.core.config.xml.Source;
import safekit.core.config.xml.XmlElement;
import safekit.core.config.xml.XmlReader;

/**
 * Reads userconfig.xml (spec 02 to 06) and reports everything that the file alone shows. What needs
 * the cluster and the other modules is checked by {@link ModuleValidation}.
 */
public final class ModuleReader {
    private static final List<String> ROOT = List.of("safe");

    private final Findings findings;
    private final @Nullable MacroExpansion expansion;
    private final List<Macro> macros = new ArrayList<>();

    private ModuleReader(Findings findings, @Nullable MacroExpansion expansion) {
        this.findings = findings;
        this.expansion = expansion;
    }

    /**
     * Reads a text that a user wrote, with the environment of the configuring process. The file
     * name is for messages only.
     */
    public static Parsed<ModuleConfig> read(
            String file, String text, Map<String, String> environment) {
        Findings findings = new Findings(file);
        MacroExpansion expansion = new MacroExpansion(environment, findings);
        return new ModuleReader(findings, expansion).read(text);
    }

    /** Reads safeconf.xml as written by {@link ModuleXml}: nothing is expanded any more. */
    public static Parsed<ModuleConfig> readActive(String file, String text) {
        return new ModuleReader(new Findings(file), null).read(text);
    }

    private Parsed<ModuleConfig> read(String text) {
        List<XmlElement> roots = XmlReader.read(text, findings);
        XmlElement safe = roots.isEmpty() ? null : safe(roots);
        ModuleConfig config = safe == null ? null : module(safe);
        if (config != null) {
            StructureRules.check(config, findings);
        }
        return new Parsed<>(config, findings.inReadingOrder());
    }

    /** The root with the macros that stand before it moved into it (OPEN 02-5). */
    private @Nullable XmlElement safe(List<XmlElement> roots) {
        List<XmlElement> before = new ArrayList<>();
        XmlElement safe = null;
        for (XmlElement root : roots) {
            if (safe == null && root.name().equals("safe")) {
                safe = root;
            } else if (safe == null && root.name().equals("macro")) {
                before.add(root);
            } else {
                findings.error(
                        root.at(),
                        "<%s> is outside of <safe>".formatted(root.name()),
                        "the file holds one <safe>; only <macro> may stand before it",
                        Spelling.hint(root.name(), ROOT));
            }
        }
        if (safe == null) {
            findings.error(
                    roots.getFirst().at(),
                    "the file has no <safe>",
                    "it holds the macros and the <service>",
                    "write <safe>...</safe>");
            return null;
        }
        before.addAll(safe.children());
        return safe.withChildren(before);
    }

    private @Nullable ModuleConfig module(XmlElement safe) {
        ElementReader reader = new ElementReader(safe, findings);
        reader.children("macro");
        XmlElement service = reader.child("service");
        reader.finish();
        for (XmlElement child : safe.children()) {
            if (child.name().equals("macro")) {
                macro(child, service);
            }
        }
        if (service == null) {
            findings.error(
                    safe.at(),
                    "<safe> has no <service>",
                    "it defines the module",
                    "add <service mode=\"mirror\">...</service>");
            return null;
        }
        XmlElement expanded = expansion == null ? service : expansion.expand(service);
        return service(expanded, Source.of(safe));
    }

    private void macro(XmlElement element, @Nullable XmlElement service) {
        XmlElement expanded = expansion == null ? element : expansion.expand(element);
        ElementReader reader = new ElementReader(expanded, findings);
        String name = reader.required("name");
        String value = reader.text("value", "");
        if (!reader.has("value")) {
            reader.required("value");
        }
        reader.finish();
        if (expansion != null && expansion.isDefined(name)) {
            findings.warning(
                    reader.placeOf("name"),
                    "the macro %s is defined twice".formatted(name),
                    "the last definition wins",
                    "remove one of them");
        }
        if (service != null && service.at().compareTo(element.at()) < 0) {
            findings.warning(
                    element.at(),
                    "the macro %s stands after <service>".formatted(name),
                    "a macro usually stands before its use; this one is used all the same",
                    "move it before <service>");
        }
        if (expansion != null) {
            expansion.define(name, value);
        }
        macros.add(new Macro(name, value, reader.source()));
    }

    private ModuleConfig service(XmlElement element, Source source) {
        ElementReader reader = new ElementReader(element, findings);
        boolean looksLikeFarm = !reader.children("farm").isEmpty();
        Service service = attributes(reader, looksLikeFarm ? Mode.FARM : Mode.MIRROR);
        NetworkReader networks = new NetworkReader(findings);
        ScriptReader scripts = new ScriptReader(findings);
        CheckerReader checkers = new CheckerReader(service.mode(), findings);
        XmlElement heart = reader.child("heart");
        XmlElement farm = reader.child("farm");
        XmlElement rfs = reader.child("rfs");
        XmlElement vip = reader.child("vip");
        XmlElement user = reader.child("user");
        XmlElement vhost = reader.child("vhost");
        XmlElement errd = reader.child("errd");
        List<XmlElement> checks = reader.children("check");
        XmlElement failover = reader.child("failover");
        reader.finish();
        return new ModuleConfig(
                macros,
                service,
                heart == null ? null : networks.heart(heart),
                farm == null ? null : networks.farm(farm),
                vip == null ? null : new VipReader(findings).vip(vip),
                rfs == null ? null : new RfsReader(findings).rfs(rfs),
                user == null ? null : scripts.user(user),
                vhost == null ? null : scripts.vhost(vhost),
                errd == null ? null : scripts.errd(errd),
                checkers.checkers(checks),
                failover == null ? null : new FailoverReader(findings).failover(failover),
                source);
    }

    private static Service attributes(ElementReader reader, Mode likely) {
        Mode mode = reader.requiredChoice("mode", likely);
        boolean failover = reader.onOff("failover", true);
        DefaultPrim defaultPrim =
                new DefaultPrim(withoutHostname(reader.text("defaultprim", "alone")));
        return new Service(
                mode,
                reader.choice("boot", BootSetting.IGNORE),
                reader.durationOrZero("boot_delay", DurationUnit.SECOND, 0),
                failover || mode != Mode.MIRROR,
                mode == Mode.MIRROR ? defaultPrim : DefaultPrim.ALONE,
                reader.integer("maxloop", 3, 0, 1_000_000),
                reader.durationOrZero("loop_interval", DurationUnit.HOUR, 24),
                reader.onOff("automatic_reboot", false),
                reader.source());
    }

    /** Spec 11: {@code hostname node1} means {@code node1}. */
    private static String withoutHostname(String value) {
        String[] words = value.split("\\s+", 2);
        return words.length == 2 && words[0].equals("hostname") ? words[1] : value;
    }
}
