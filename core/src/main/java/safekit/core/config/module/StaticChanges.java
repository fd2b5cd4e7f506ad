package safekit.core.config.module;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import safekit.core.config.xml.XmlAttribute;
import safekit.core.config.xml.XmlElement;
import safekit.core.config.xml.XmlText;

/**
 * The dynamic-change matrix (spec 02 section 10): compares two configurations as complete XML and
 * keeps what is not dynamic. Elements of one name are compared by their order.
 */
public final class StaticChanges {
    private static final List<String> DYNAMIC =
            List.of(
                    "safe/macro",
                    "safe/service@boot",
                    "safe/service@boot_delay",
                    "safe/service@maxloop",
                    "safe/service@loop_interval",
                    "safe/service@automatic_reboot",
                    "safe/service/heart",
                    "safe/service/rfs@async",
                    "safe/service/rfs@nbrei",
                    "safe/service/rfs@reitimeout",
                    "safe/service/rfs@reidetail",
                    "safe/service/rfs/flow",
                    "safe/service/user",
                    "safe/service/errd",
                    "safe/service/check");

    private final List<StaticChange> changes = new ArrayList<>();

    private StaticChanges() {}

    /** What keeps the new configuration from being applied to a running module; often nothing. */
    public static List<StaticChange> between(ModuleConfig before, ModuleConfig after) {
        StaticChanges comparison = new StaticChanges();
        comparison.compare("safe", ModuleXml.tree(before), ModuleXml.tree(after));
        return List.copyOf(comparison.changes);
    }

    private void compare(String path, XmlElement before, XmlElement after) {
        Set<String> names = new LinkedHashSet<>();
        before.attributes().forEach(attribute -> names.add(attribute.name()));
        after.attributes().forEach(attribute -> names.add(attribute.name()));
        for (String name : names) {
            attribute(path + "@" + name, before, after, name);
        }
        Set<String> children = new LinkedHashSet<>();
        before.children().forEach(child -> children.add(child.name()));
        after.children().forEach(child -> children.add(child.name()));
        for (String child : children) {
            if (!DYNAMIC.contains(path + "/" + child)) {
                children(path + "/" + child, named(before, child), named(after, child));
            }
        }
        String oldText = text(before);
        String newText = text(after);
        if (!oldText.equals(newText)) {
            changes.add(new StaticChange(path, oldText, newText, after.at()));
        }
    }

    private void attribute(String path, XmlElement before, XmlElement after, String name) {
        String oldValue = value(before, name);
        String newValue = value(after, name);
        if (!oldValue.equals(newValue) && !DYNAMIC.contains(path)) {
            changes.add(new StaticChange(path, oldValue, newValue, after.placeOf(name)));
        }
    }

    private void children(String path, List<XmlElement> before, List<XmlElement> after) {
        for (int index = 0; index < Math.max(before.size(), after.size()); index++) {
            if (index >= before.size()) {
                changes.add(
                        new StaticChange(path, "", label(after.get(index)), after.get(index).at()));
            } else if (index >= after.size()) {
                changes.add(
                        new StaticChange(
                                path, label(before.get(index)), "", before.get(index).at()));
            } else {
                compare(path, before.get(index), after.get(index));
            }
        }
    }

    /** What tells an element from its siblings: its first attribute, else its name. */
    private static String label(XmlElement element) {
        return element.attributes().isEmpty()
                ? "<" + element.name() + ">"
                : element.attributes().getFirst().value();
    }

    private static List<XmlElement> named(XmlElement element, String name) {
        return element.children().stream().filter(child -> child.name().equals(name)).toList();
    }

    private static String value(XmlElement element, String name) {
        XmlAttribute attribute = element.attribute(name);
        return attribute == null ? "" : attribute.value();
    }

    private static String text(XmlElement element) {
        return String.join("\n", element.texts().stream().map(XmlText::text).toList());
    }
}
