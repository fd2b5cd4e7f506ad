package safekit.core.config.module;

import java.time.Duration;
import java.util.List;
import safekit.core.config.xml.Source;

/**
 * {@code <failover>} (spec 06 section 1): when rules are evaluated, and the user's rules as text.
 * {@code extendsDefaults} is false when they replace the default ones.
 */
public record Failover(
        boolean extendsDefaults,
        Duration period,
        Duration handleTime,
        List<Section> sections,
        Source source) {
    public Failover {
        sections = List.copyOf(sections);
    }

    /** The language of a section, chosen by its first line. */
    public enum Language {
        FAILOVER,
        LUA
    }

    /**
     * Rules of one language. The source is the place of the text's first character, so that the
     * compiler of the language can point at its errors.
     */
    public record Section(Language language, String text, Source source) {}
}
