package safekit.core.config.xml;

/**
 * Writes a tree as text that reads back as the same tree, apart from positions and blank texts
 * between elements.
 */
public final class XmlPrinter {
    private static final String INDENT = "  ";

    private final StringBuilder out = new StringBuilder();

    private XmlPrinter() {}

    /** The document: XML declaration, document type, the element, each on its own line. */
    public static String print(XmlElement root) {
        XmlPrinter printer = new XmlPrinter();
        printer.out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        printer.out.append("<!DOCTYPE ").append(root.name()).append(">\n");
        printer.element(root, "");
        return printer.out.toString();
    }

    private void element(XmlElement element, String indent) {
        out.append(indent).append('<').append(element.name());
        for (XmlAttribute attribute : element.attributes()) {
            out.append(' ').append(attribute.name()).append("=\"");
            escape(attribute.value());
            out.append('"');
        }
        if (element.children().isEmpty() && element.texts().isEmpty()) {
            out.append("/>\n");
            return;
        }
        out.append('>');
        element.texts().forEach(this::text);
        if (!element.children().isEmpty()) {
            out.append('\n');
            element.children().forEach(child -> element(child, indent + INDENT));
            out.append(indent);
        }
        out.append("</").append(element.name()).append(">\n");
    }

    private void text(XmlText text) {
        if (text.text().contains("]]>")) {
            escape(text.text());
        } else {
            out.append("<![CDATA[").append(text.text()).append("]]>");
        }
    }

    private void escape(String text) {
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            switch (character) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\t', '\n', '\r' -> out.append("&#").append((int) character).append(';');
                default -> out.append(character);
            }
        }
    }
}
