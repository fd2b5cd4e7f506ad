package safekit.core.config.xml;

import safekit.core.config.Position;

/** An attribute with the place of its name and of the first character of its value. */
public record XmlAttribute(String name, String value, Position at, Position valueAt) {}
