package safekit.core.config.xml;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import safekit.core.config.DurationUnit;
import safekit.core.config.Findings;
import safekit.core.config.Position;
import safekit.core.config.Spelling;
import safekit.core.config.Word;

/**
 * Reads the attributes and children of one element with their types. A bad value becomes a finding
 * and the default. What was asked for is what is known: {@link #finish()} reports everything else
 * (OPEN 02-1: unknown element = error, unknown attribute = warning). Values are trimmed (OPEN
 * 01-3).
 */
public final class ElementReader {
    private final XmlElement element;
    private final Findings findings;
    private final Set<String> knownAttributes = new LinkedHashSet<>();
    private final Set<String> knownChildren = new LinkedHashSet<>();

    /** Reads this element; findings go to the collector. */
    public ElementReader(XmlElement element, Findings findings) {
        this.element = element;
        this.findings = findings;
    }

    /** Where the element is, for the record that is read from it. */
    public Source source() {
        return Source.of(element);
    }

    /** The place of the attribute, or of the element. */
    public Position placeOf(String attribute) {
        return element.placeOf(attribute);
    }

    /** True when the file gives the attribute. */
    public boolean has(String attribute) {
        knownAttributes.add(attribute);
        return element.attribute(attribute) != null;
    }

    /** The trimmed value, or the fallback when the attribute is absent or empty. */
    public String text(String attribute, String fallback) {
        String value = raw(attribute);
        return value == null || value.isEmpty() ? fallback : value;
    }

    /** The trimmed value; its absence is an error, and the empty string then stands for it. */
    public String required(String attribute) {
        String value = text(attribute, "");
        if (value.isEmpty()) {
            findings.error(
                    placeOf(attribute),
                    has(attribute)
                            ? "the attribute %s of <%s> is empty"
                                    .formatted(attribute, element.name())
                            : "<%s> has no attribute %s".formatted(element.name(), attribute),
                    "it is required",
                    "add %s=\"...\"".formatted(attribute));
        }
        return value;
    }

    /** {@code on} or {@code off}. */
    public boolean onOff(String attribute, boolean fallback) {
        return oneOf(attribute, fallback, "on", "off");
    }

    /** {@code yes} or {@code no}. */
    public boolean yesNo(String attribute, boolean fallback) {
        return oneOf(attribute, fallback, "yes", "no");
    }

    /** A whole number within bounds, both included. */
    public int integer(String attribute, int fallback, int least, int most) {
        String value = raw(attribute);
        if (value == null) {
            return fallback;
        }
        if (value.matches("-?[0-9]{1,10}")) {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return (int) number;
            }
        }
        String upper = most == Integer.MAX_VALUE ? "" : " and at most " + most;
        invalid(attribute, value, "a whole number of at least %d%s".formatted(least, upper), "");
        return fallback;
    }

    /** A duration above zero; the fallback counts the implicit unit. */
    public Duration duration(String attribute, DurationUnit unit, long fallback) {
        Duration duration = durationOrZero(attribute, unit, fallback);
        if (!duration.isZero() || fallback == 0) {
            return duration;
        }
        String value = text(attribute, "0");
        invalid(attribute, value, "more than 0", "");
        return unit.times(fallback);
    }

    /** A duration that may be zero (spec 02 section 2); the fallback counts the implicit unit. */
    public Duration durationOrZero(String attribute, DurationUnit unit, long fallback) {
        String value = raw(attribute);
        if (value == null) {
            return unit.times(fallback);
        }
        DurationUnit.Amount amount = unit.parse(value);
        if (amount == null) {
            findings.error(placeOf(attribute), unit.refusal(value, attribute));
            return unit.times(fallback);
        }
        if (amount.truncated()) {
            findings.warning(
                    placeOf(attribute),
                    "value '%s' of the attribute %s is truncated to '%s'"
                            .formatted(value, attribute, unit.format(amount.duration())),
                    "the attribute counts whole units of '" + unit.symbol() + "'",
                    "");
        }
        return amount.duration();
    }

    /** One of the words, or the fallback when the attribute is absent. */
    public <E extends Enum<E> & Word> E choice(String attribute, E fallback) {
        String value = raw(attribute);
        return value == null ? fallback : oneOf(attribute, value, fallback);
    }

    /** One of the words; absence is an error, and the stand-in is then used. */
    public <E extends Enum<E> & Word> E requiredChoice(String attribute, E standIn) {
        String value = required(attribute);
        return value.isEmpty() ? standIn : oneOf(attribute, value, standIn);
    }

    /** Reports a bad value of an attribute in the common form. */
    public void invalid(String attribute, String value, String expected, String hint) {
        findings.error(
                placeOf(attribute),
                "invalid value '%s' for the attribute %s of <%s>"
                        .formatted(value, attribute, element.name()),
                "expected: " + expected,
                hint);
    }

    /** All children of this name. */
    public List<XmlElement> children(String name) {
        knownChildren.add(name);
        return element.children().stream().filter(child -> child.name().equals(name)).toList();
    }

    /** The child of this name or null; a second one is an error. */
    public @Nullable XmlElement child(String name) {
        List<XmlElement> found = children(name);
        for (XmlElement second : found.subList(Math.min(1, found.size()), found.size())) {
            findings.error(
                    second.at(),
                    "<%s> appears twice in <%s>".formatted(name, element.name()),
                    "there is already one at " + found.getFirst().at(),
                    "merge them");
        }
        return found.isEmpty() ? null : found.getFirst();
    }

    /** All texts that are not blank; only for elements whose text has a meaning. */
    public List<XmlText> texts() {
        return element.texts().stream().filter(text -> !text.isBlank()).toList();
    }

    /** Reports what nobody asked for, texts included. */
    public void finish() {
        finishWithTexts();
        for (XmlText text : texts()) {
            findings.error(
                    text.at(),
                    "<%s> holds text".formatted(element.name()),
                    "it has attributes and children only",
                    "remove the text, or make it a comment");
        }
    }

    /** Reports the attributes and children that nobody asked for; the texts were asked for. */
    public void finishWithTexts() {
        for (XmlAttribute attribute : element.attributes()) {
            if (!knownAttributes.contains(attribute.name())) {
                findings.warning(
                        attribute.at(),
                        "unknown attribute %s in <%s> is ignored"
                                .formatted(attribute.name(), element.name()),
                        "",
                        Spelling.hint(attribute.name(), knownAttributes));
            }
        }
        for (XmlElement child : element.children()) {
            if (!knownChildren.contains(child.name())) {
                unknownChild(child);
            }
        }
    }

    private void unknownChild(XmlElement child) {
        List<String> allowed = new ArrayList<>();
        knownChildren.forEach(known -> allowed.add("<" + known + ">"));
        findings.error(
                child.at(),
                "unknown element <%s> in <%s>".formatted(child.name(), element.name()),
                allowed.isEmpty()
                        ? "<%s> has no children".formatted(element.name())
                        : "expected: " + String.join(" ", allowed),
                Spelling.hint(child.name(), knownChildren));
    }

    private boolean oneOf(String attribute, boolean fallback, String yes, String no) {
        String value = raw(attribute);
        if (value != null && !value.equals(yes) && !value.equals(no)) {
            invalid(attribute, value, yes + " or " + no, meant(value, yes, no));
            return fallback;
        }
        return value == null ? fallback : value.equals(yes);
    }

    private static String meant(String value, String yes, String no) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "on", "yes", "true", "1" -> "did you mean '" + yes + "'?";
            case "off", "no", "false", "0" -> "did you mean '" + no + "'?";
            default -> Spelling.hint(value, List.of(yes, no));
        };
    }

    private <E extends Enum<E> & Word> E oneOf(String attribute, String value, E fallback) {
        List<String> words = new ArrayList<>();
        for (E candidate : fallback.getDeclaringClass().getEnumConstants()) {
            if (candidate.word().equals(value)) {
                return candidate;
            }
            words.add(candidate.word());
        }
        invalid(attribute, value, String.join(", ", words), Spelling.hint(value, words));
        return fallback;
    }

    private @Nullable String raw(String attribute) {
        knownAttributes.add(attribute);
        XmlAttribute found = element.attribute(attribute);
        return found == null ? null : found.value().strip();
    }
}
