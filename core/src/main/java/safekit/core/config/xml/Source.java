package safekit.core.config.xml;

import org.jspecify.annotations.Nullable;
import safekit.core.config.Position;

/**
 * Where a record was written: its element and the attributes of that element. Any two sources are
 * equal, so that two configurations are equal when they say the same, wherever they say it.
 */
public final class Source {
    /** The source of what no file holds: defaults and generated parts. */
    public static final Source NOWHERE = new Source(Position.NONE, null);

    private final Position at;
    private final @Nullable XmlElement element;

    private Source(Position at, @Nullable XmlElement element) {
        this.at = at;
        this.element = element;
    }

    /** The source of a record that was read from this element. */
    public static Source of(XmlElement element) {
        return new Source(element.at(), element);
    }

    /** The source of a record that was read from this text. */
    public static Source of(XmlText text) {
        return new Source(text.at(), null);
    }

    /** The place of the element or text. */
    public Position at() {
        return at;
    }

    /** The place of an attribute, or of the element when the attribute was left out. */
    public Position of(String attribute) {
        return element == null ? at : element.placeOf(attribute);
    }

    /** True when the file gives this attribute. */
    public boolean has(String attribute) {
        return element != null && element.attribute(attribute) != null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Source;
    }

    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return at.toString();
    }
}
