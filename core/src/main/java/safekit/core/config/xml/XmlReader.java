package safekit.core.config.xml;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import safekit.core.config.Findings;
import safekit.core.config.Position;
import safekit.core.config.xml.XmlScanner.SyntaxError;

/**
 * Reads configuration XML into a tree that keeps every position, and survives the oddities of spec
 * 11 with a warning (see {@link XmlTreeBuilder}). A standard parser stops at the first of them, so
 * this is one of our own; it accepts a subset of XML 1.0 otherwise: names are ASCII, a document
 * type is skipped and never resolved, nothing can be declared, and nothing is ever opened.
 */
public final class XmlReader {
    /** The longest text accepted, in characters. */
    public static final int LONGEST_TEXT = 1 << 20;

    private static final int MOST_ATTRIBUTES = 128;

    private static final Pattern DECLARATION =
            Pattern.compile(
                    "<\\?xml\\s+version\\s*=\\s*(\"1.0\"|'1.0')"
                            + "(\\s+encoding\\s*=\\s*(\"[A-Za-z][\\w.-]*\"|'[A-Za-z][\\w.-]*'))?"
                            + "(\\s+standalone\\s*=\\s*(\"(yes|no)\"|'(yes|no)'))?\\s*");

    private final Findings findings;
    private final XmlScanner scanner;
    private final XmlTreeBuilder tree;
    private boolean documentTypeSeen;

    private XmlReader(String text, Findings findings) {
        this.findings = findings;
        this.scanner = new XmlScanner(text);
        this.tree = new XmlTreeBuilder(findings);
    }

    /**
     * The elements at the top level, in document order: one in a normal file. Empty when the text
     * is not readable; the findings then hold the error. Text outside of elements is an error.
     */
    public static List<XmlElement> read(String text, Findings findings) {
        if (text.length() > LONGEST_TEXT) {
            findings.error(
                    Position.NONE,
                    "the file has " + text.length() + " characters",
                    "a configuration file has at most " + LONGEST_TEXT + " characters",
                    "");
            return List.of();
        }
        String lines = text.replace("\r\n", "\n").replace('\r', '\n');
        XmlReader reader = new XmlReader(lines, findings);
        try {
            reader.refuseInvalidCharacters(lines);
            reader.readAll();
            return reader.tree.finish(reader.scanner.position());
        } catch (SyntaxError error) {
            findings.error(
                    error.at(), error.what(), "the file is not readable as XML", error.hint());
            return List.of();
        }
    }

    private void refuseInvalidCharacters(String text) throws SyntaxError {
        int line = 1;
        int column = 0;
        for (int index = 0; index < text.length(); index++) {
            int character = text.codePointAt(index);
            column++;
            if (!XmlReferences.isAllowed(character)) {
                throw new SyntaxError(
                        new Position(line, column),
                        "invalid character U+%04X".formatted(character),
                        "remove it");
            }
            if (character == '\n') {
                line++;
                column = 0;
            }
            if (Character.isSupplementaryCodePoint(character)) {
                index++;
                column++;
            }
        }
    }

    private void readAll() throws SyntaxError {
        scanner.take("\ufeff");
        Position start = scanner.position();
        if (scanner.startsWith("<?xml ") || scanner.startsWith("<?xml\n")) {
            String declaration = scanner.takeThrough("?>", "the XML declaration");
            if (!DECLARATION.matcher(declaration).matches()) {
                throw new SyntaxError(
                        start,
                        "the XML declaration is not understood",
                        "write <?xml version=\"1.0\" encoding=\"UTF-8\"?>, or leave it out");
            }
        }
        while (!scanner.atEnd()) {
            if (scanner.startsWith("<")) {
                readMarkup();
            } else {
                readText();
            }
        }
    }

    private void readMarkup() throws SyntaxError {
        Position at = scanner.position();
        if (scanner.startsWith("<!--")) {
            readComment();
        } else if (scanner.take("<![CDATA[")) {
            Position textAt = scanner.position();
            String section = scanner.takeThrough("]]>", "the CDATA section");
            tree.text(new XmlText(section, true, textAt));
        } else if (scanner.take("<!DOCTYPE")) {
            readDocumentType(at);
        } else if (scanner.take("<?")) {
            readInstruction(at);
        } else if (scanner.take("</")) {
            readEndTag(at);
        } else {
            scanner.take("<");
            readStartTag(at);
        }
    }

    private void readComment() throws SyntaxError {
        SyntaxError twoDashes =
                scanner.error(
                        "'--' inside a comment",
                        "write the comment without '--', or close it with '-->' before");
        scanner.take("<!--");
        String comment = scanner.takeThrough("-->", "the comment");
        if (comment.contains("--") || comment.endsWith("-")) {
            throw twoDashes;
        }
    }

    private void readInstruction(Position at) throws SyntaxError {
        String target = scanner.takeName("after '<?'");
        if (target.equalsIgnoreCase("xml")) {
            throw new SyntaxError(
                    at, "the XML declaration is not at the start of the file", "move it there");
        }
        if (!scanner.startsWith("?>") && !scanner.skipBlanks()) {
            throw scanner.error("a blank or '?>' is expected, found " + scanner.found(), "");
        }
        scanner.takeThrough("?>", "the processing instruction");
    }

    private void readDocumentType(Position at) throws SyntaxError {
        if (documentTypeSeen || tree.hasElements()) {
            throw new SyntaxError(
                    at, "the document type is not before the first element", "remove it");
        }
        documentTypeSeen = true;
        if (!scanner.skipBlanks()) {
            throw scanner.error("a blank is expected after '<!DOCTYPE'", "");
        }
        scanner.takeName("after '<!DOCTYPE'");
        scanner.skipBlanks();
        if (scanner.take(">")) {
            return;
        }
        String rest = scanner.takeUntil('>');
        if (rest.indexOf('[') >= 0) {
            throw new SyntaxError(
                    at,
                    "the document type declares something",
                    "write <!DOCTYPE safe> only; entities and external files are never resolved");
        }
        if (!scanner.take(">")) {
            throw scanner.error("the document type is not closed", "add '>'");
        }
        findings.warning(
                at,
                "the document type names an external definition",
                "external files are never read",
                "write <!DOCTYPE safe>");
    }

    private void readText() throws SyntaxError {
        Position at = scanner.position();
        String raw = scanner.takeUntil('<');
        int end = raw.indexOf("]]>");
        if (end >= 0) {
            throw new SyntaxError(
                    after(at, raw, end), "']]>' outside of a CDATA section", "write ]]&gt;");
        }
        if (!tree.isInside() && !XmlScanner.isBlank(raw)) {
            throw new SyntaxError(at, "text outside of the elements", "remove it");
        }
        tree.text(new XmlText(replaced(raw, at), false, at));
    }

    private void readEndTag(Position at) throws SyntaxError {
        String name = scanner.takeName("after '</'");
        scanner.skipBlanks();
        if (!scanner.take(">")) {
            throw new SyntaxError(
                    at, "</" + name + " is not closed with '>'", "write </" + name + ">");
        }
        tree.close(name, at);
    }

    private void readStartTag(Position at) throws SyntaxError {
        String name = scanner.takeName("after '<'");
        List<XmlAttribute> attributes = new ArrayList<>();
        boolean blank = scanner.skipBlanks();
        while (!scanner.startsWith(">") && !scanner.startsWith("/>")) {
            if (scanner.atEnd() || scanner.startsWith("<")) {
                throw new SyntaxError(at, "<" + name + " is not closed with '>'", "add '>'");
            }
            if (!blank) {
                throw scanner.error(
                        "a blank, '/>' or '>' is expected in the tag <%s>, found %s"
                                .formatted(name, scanner.found()),
                        "a value has one pair of quotes; a blank separates attributes");
            }
            readAttribute(name, attributes);
            blank = scanner.skipBlanks();
        }
        tree.open(new XmlElement(name, attributes, List.of(), List.of(), at));
        if (scanner.take("/>")) {
            tree.close(name, at);
        } else {
            scanner.take(">");
        }
    }

    private void readAttribute(String element, List<XmlAttribute> attributes) throws SyntaxError {
        Position at = scanner.position();
        String name = scanner.takeName("in the tag <" + element + ">");
        scanner.skipBlanks();
        if (!scanner.take("=")) {
            throw scanner.error(
                    "'=' is expected after the attribute %s, found %s"
                            .formatted(name, scanner.found()),
                    "write " + name + "=\"...\"");
        }
        scanner.skipBlanks();
        char quote = scanner.peek();
        if (quote != '"' && quote != '\'') {
            throw scanner.error(
                    "the value of the attribute %s has no quotes".formatted(name),
                    "write " + name + "=\"...\"");
        }
        scanner.take();
        Position valueAt = scanner.position();
        String raw = scanner.takeUntil(quote);
        int tag = raw.indexOf('<');
        if (tag >= 0 || scanner.atEnd()) {
            throw new SyntaxError(
                    valueAt,
                    "the value of the attribute %s has no closing quote, or holds '<'"
                            .formatted(name),
                    "close the value with " + quote + ", or write &lt; for '<'");
        }
        scanner.take();
        String value = replaced(raw.replace('\n', ' ').replace('\t', ' '), valueAt);
        addAttribute(element, new XmlAttribute(name, value, at, valueAt), attributes);
    }

    private void addAttribute(String element, XmlAttribute added, List<XmlAttribute> attributes)
            throws SyntaxError {
        if (attributes.size() == MOST_ATTRIBUTES) {
            throw new SyntaxError(added.at(), "<" + element + "> has more than 128 attributes", "");
        }
        for (XmlAttribute earlier : attributes) {
            if (earlier.name().equals(added.name())) {
                findings.error(
                        added.at(),
                        "the attribute %s appears twice in <%s>".formatted(added.name(), element),
                        "it was already given at " + earlier.at(),
                        "keep one of them");
                return;
            }
        }
        attributes.add(added);
    }

    private static String replaced(String raw, Position at) throws SyntaxError {
        XmlReferences.Bad bad = XmlReferences.firstBad(raw);
        if (bad != null) {
            throw new SyntaxError(
                    after(at, raw, bad.index()),
                    "'" + bad.reference() + "' is no known entity",
                    "write &amp; for '&'; only lt gt amp quot apos and numbers are known");
        }
        return XmlReferences.replace(raw);
    }

    /** The place of a character of a text that starts at a place. */
    private static Position after(Position start, String text, int index) {
        int lastLine = text.lastIndexOf('\n', index - 1);
        if (lastLine < 0) {
            return new Position(start.line(), start.column() + index);
        }
        int lines = (int) text.substring(0, index).chars().filter(each -> each == '\n').count();
        return new Position(start.line() + lines, index - lastLine);
    }
}
