package safekit.core.config.xml;

import java.util.ArrayList;
import java.util.List;
import safekit.core.config.Position;

/** Builds an element from a record; places are those where the record was written. */
public final class XmlBuilder {
    private final String name;
    private final Source source;
    private final List<XmlAttribute> attributes = new ArrayList<>();
    private final List<XmlElement> children = new ArrayList<>();
    private final List<XmlText> texts = new ArrayList<>();

    /** An element without attributes and children. */
    public XmlBuilder(String name, Source source) {
        this.name = name;
        this.source = source;
    }

    /** Adds an attribute. */
    public XmlBuilder set(String attribute, String value) {
        Position at = source.of(attribute);
        attributes.add(new XmlAttribute(attribute, value, at, at));
        return this;
    }

    /** Adds an attribute that counts. */
    public XmlBuilder set(String attribute, long value) {
        return set(attribute, String.valueOf(value));
    }

    /** Adds an attribute with {@code on} or {@code off}. */
    public XmlBuilder setOnOff(String attribute, boolean value) {
        return set(attribute, value ? "on" : "off");
    }

    /** Adds an attribute unless its value is empty. */
    public XmlBuilder setUnlessEmpty(String attribute, String value) {
        return value.isEmpty() ? this : set(attribute, value);
    }

    /** Adds an attribute unless its value is zero. */
    public XmlBuilder setUnlessZero(String attribute, long value) {
        return value == 0 ? this : set(attribute, value);
    }

    /** Adds a child. */
    public XmlBuilder add(XmlElement child) {
        children.add(child);
        return this;
    }

    /** Adds several children. */
    public XmlBuilder addAll(List<XmlElement> several) {
        children.addAll(several);
        return this;
    }

    /** Adds a CDATA section. */
    public XmlBuilder addText(String text, Position at) {
        texts.add(new XmlText(text, true, at));
        return this;
    }

    /** The element as built so far. */
    public XmlElement build() {
        return new XmlElement(name, attributes, children, texts, source.at());
    }
}
