package safekit.core.config.xml;

import java.util.List;
import org.jspecify.annotations.Nullable;
import safekit.core.config.Position;

/**
 * An element with its attributes, child elements and texts, each in document order, and the place
 * of its start tag's {@code <}.
 */
public record XmlElement(
        String name,
        List<XmlAttribute> attributes,
        List<XmlElement> children,
        List<XmlText> texts,
        Position at) {

    public XmlElement {
        attributes = List.copyOf(attributes);
        children = List.copyOf(children);
        texts = List.copyOf(texts);
    }

    /** The attribute of this name, or null. */
    public @Nullable XmlAttribute attribute(String attribute) {
        for (XmlAttribute candidate : attributes) {
            if (candidate.name().equals(attribute)) {
                return candidate;
            }
        }
        return null;
    }

    /** The place of the attribute's name, or of the element when it has no such attribute. */
    public Position placeOf(String attribute) {
        XmlAttribute found = attribute(attribute);
        return found == null ? at : found.at();
    }

    /** The same element with other children. */
    public XmlElement withChildren(List<XmlElement> others) {
        return new XmlElement(name, attributes, others, texts, at);
    }

    /** The same element with other attributes. */
    public XmlElement withAttributes(List<XmlAttribute> others) {
        return new XmlElement(name, others, children, texts, at);
    }
}
