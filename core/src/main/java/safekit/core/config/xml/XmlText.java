package safekit.core.config.xml;

import safekit.core.config.Position;

/** Character data between tags, or one CDATA section, with the place of its first character. */
public record XmlText(String text, boolean cdata, Position at) {
    /** True when there is nothing but white space. */
    public boolean isBlank() {
        return text.isBlank();
    }
}
