package safekit.core.config.xml;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import safekit.core.config.Findings;
import safekit.core.config.Position;
import safekit.core.config.Spelling;
import safekit.core.config.xml.XmlScanner.SyntaxError;

/**
 * Builds the tree from start tags, texts and end tags. Two oddities of spec 11 are survived with a
 * warning: an end tag within edit distance 2 of the open element, and a stray end tag of the
 * element that was just closed.
 */
final class XmlTreeBuilder {
    private static final int DEEPEST = 32;
    private static final int FARTHEST_SPELLING = 2;

    private final Findings findings;
    private final List<XmlElement> roots = new ArrayList<>();
    private final List<Open> open = new ArrayList<>();

    /** True while nothing but blanks came after the last end tag. */
    private boolean justClosed;

    XmlTreeBuilder(Findings findings) {
        this.findings = findings;
    }

    /** An element whose end tag has not come yet. */
    private record Open(XmlElement start, List<XmlElement> children, List<XmlText> texts) {
        XmlElement finished() {
            return new XmlElement(start.name(), start.attributes(), children, texts, start.at());
        }
    }

    void open(XmlElement start) throws SyntaxError {
        if (open.size() == DEEPEST) {
            throw new SyntaxError(
                    start.at(), "elements are nested deeper than " + DEEPEST + " levels", "");
        }
        open.add(new Open(start, new ArrayList<>(), new ArrayList<>()));
        justClosed = false;
    }

    /** True between a start tag and its end tag. */
    boolean isInside() {
        return !open.isEmpty();
    }

    /** True once an element has started. */
    boolean hasElements() {
        return !open.isEmpty() || !roots.isEmpty();
    }

    void text(XmlText text) throws SyntaxError {
        if (!text.isBlank() || text.cdata()) {
            if (open.isEmpty()) {
                throw new SyntaxError(text.at(), "text outside of the elements", "remove it");
            }
            justClosed = false;
        }
        if (!open.isEmpty()) {
            append(open.getLast().texts(), text);
        }
    }

    void close(String name, Position at) throws SyntaxError {
        Open top = open.isEmpty() ? null : open.getLast();
        if (top != null && top.start().name().equals(name)) {
            finishTop();
        } else if (justClosed && name.equals(lastClosedName())) {
            findings.warning(
                    at,
                    "</" + name + "> closes nothing and is ignored",
                    "<" + name + "> is already closed",
                    "remove it");
        } else if (top != null && isMisspelling(name, top.start().name())) {
            findings.warning(
                    at,
                    "</%s> is taken for </%s>".formatted(name, top.start().name()),
                    "<%s> is open since %s".formatted(top.start().name(), top.start().at()),
                    "write </" + top.start().name() + ">");
            finishTop();
        } else {
            throw wrongEnd(name, at, top);
        }
    }

    /** The top-level elements; an element that is still open is an error. */
    List<XmlElement> finish(Position end) throws SyntaxError {
        if (!open.isEmpty()) {
            XmlElement start = open.getLast().start();
            throw new SyntaxError(
                    end,
                    "the file ends before <%s> of %s is closed".formatted(start.name(), start.at()),
                    "add </" + start.name() + ">");
        }
        if (roots.isEmpty()) {
            throw new SyntaxError(end, "the file holds no element", "");
        }
        return roots;
    }

    private void finishTop() {
        XmlElement finished = open.removeLast().finished();
        (open.isEmpty() ? roots : open.getLast().children()).add(finished);
        justClosed = true;
    }

    private String lastClosedName() {
        return (open.isEmpty() ? roots : open.getLast().children()).getLast().name();
    }

    private boolean isMisspelling(String name, String expected) {
        boolean otherElement = open.stream().anyMatch(each -> each.start().name().equals(name));
        int distance = Spelling.distance(name, expected);
        return !otherElement && distance <= FARTHEST_SPELLING && distance * 2 < expected.length();
    }

    private static SyntaxError wrongEnd(String name, Position at, @Nullable Open top) {
        if (top == null) {
            return new SyntaxError(at, "</" + name + "> closes nothing", "remove it");
        }
        XmlElement start = top.start();
        return new SyntaxError(
                at,
                "</%s> found where </%s> is expected".formatted(name, start.name()),
                "close <%s>, which is open since %s".formatted(start.name(), start.at()));
    }

    /** Texts that only a comment separates are one text; a CDATA section stays on its own. */
    private static void append(List<XmlText> texts, XmlText text) {
        XmlText last = texts.isEmpty() ? null : texts.getLast();
        if (last == null || last.cdata() || text.cdata() || last.isBlank()) {
            texts.add(text);
        } else {
            texts.removeLast();
            texts.add(new XmlText(last.text() + text.text(), false, last.at()));
        }
    }
}
