package safekit.core.config.module;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import safekit.core.config.Findings;
import safekit.core.config.Spelling;
import safekit.core.config.xml.XmlAttribute;
import safekit.core.config.xml.XmlElement;

/**
 * Replaces {@code %identifier%} in attribute values by the value of a macro, else of an environment
 * variable (spec 02 section 3). One pass from left to right: what was inserted is not expanded
 * again. An unknown identifier stays as it is, with a warning (OPEN 02-4).
 */
final class MacroExpansion {
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_.()-]*");

    /** A longer result is refused; so is a file that grows beyond the second limit. */
    private static final int LONGEST_VALUE = 1 << 16;

    private static final int LONGEST_TOTAL = 1 << 22;

    private final Map<String, String> macros = new LinkedHashMap<>();
    private final Map<String, String> environment;
    private final Findings findings;
    private long total;

    MacroExpansion(Map<String, String> environment, Findings findings) {
        this.environment = environment;
        this.findings = findings;
    }

    /** From here on the macro is known; the later of two definitions wins. */
    void define(String name, String value) {
        macros.put(name, value);
    }

    boolean isDefined(String name) {
        return macros.containsKey(name);
    }

    /** The element and everything below it, expanded. */
    XmlElement expand(XmlElement element) {
        List<XmlAttribute> attributes = new ArrayList<>();
        for (XmlAttribute attribute : element.attributes()) {
            attributes.add(expand(attribute));
        }
        List<XmlElement> children = new ArrayList<>();
        for (XmlElement child : element.children()) {
            children.add(expand(child));
        }
        return element.withAttributes(attributes).withChildren(children);
    }

    private XmlAttribute expand(XmlAttribute attribute) {
        if (attribute.value().indexOf('%') < 0) {
            return attribute;
        }
        String expanded = expand(attribute.value(), attribute);
        return new XmlAttribute(attribute.name(), expanded, attribute.at(), attribute.valueAt());
    }

    private String expand(String value, XmlAttribute attribute) {
        StringBuilder expanded = new StringBuilder();
        int copied = 0;
        for (int start = value.indexOf('%'); start >= 0; start = value.indexOf('%', start + 1)) {
            int end = value.indexOf('%', start + 1);
            String name = end < 0 ? "" : value.substring(start + 1, end);
            boolean identifier = isDefined(name) || IDENTIFIER.matcher(name).matches();
            String known = identifier ? known(name, attribute) : null;
            if (known != null) {
                expanded.append(value, copied, start).append(known);
                copied = end + 1;
                start = end;
                if (expanded.length() > LONGEST_VALUE) {
                    break;
                }
            } else if (identifier) {
                start = end;
            }
        }
        expanded.append(value, copied, value.length());
        total += expanded.length();
        if (expanded.length() > LONGEST_VALUE || total > LONGEST_TOTAL) {
            tooLong(attribute);
            return "";
        }
        return expanded.toString();
    }

    private @Nullable String known(String name, XmlAttribute attribute) {
        String macro = macros.get(name);
        String known = macro == null ? environment.get(name) : macro;
        if (known == null) {
            findings.warning(
                    attribute.valueAt(),
                    "%" + name + "% is not defined and is kept as it is",
                    "no macro and no environment variable has this name",
                    Spelling.hint(name, macros.keySet()));
        }
        return known;
    }

    private void tooLong(XmlAttribute attribute) {
        findings.error(
                attribute.valueAt(),
                "the value of the attribute %s is too long after macro expansion"
                        .formatted(attribute.name()),
                "a value has at most %d characters, all expanded values together %d"
                        .formatted(LONGEST_VALUE, LONGEST_TOTAL),
                "");
    }
}
