package safekit.core.config.xml;

import java.util.Arrays;
import safekit.core.config.Position;

/** A cursor over a text: looks ahead, takes tokens and knows line and column of every character. */
final class XmlScanner {
    private final String text;
    private final int[] lineStarts;
    private int offset;

    /** The text has only line feeds as line ends. */
    XmlScanner(String text) {
        this.text = text;
        this.lineStarts = lineStarts(text);
    }

    /** What makes a text unreadable from here on; caught by {@link XmlReader} only. */
    static final class SyntaxError extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Position at;
        private final String hint;

        SyntaxError(Position at, String what, String hint) {
            super(what, null, false, false);
            this.at = at;
            this.hint = hint;
        }

        Position at() {
            return at;
        }

        String what() {
            return String.valueOf(getMessage());
        }

        String hint() {
            return hint;
        }
    }

    boolean atEnd() {
        return offset >= text.length();
    }

    /** The next character, or NUL (which no valid text holds) at the end. */
    char peek() {
        return atEnd() ? '\0' : text.charAt(offset);
    }

    boolean startsWith(String token) {
        return text.startsWith(token, offset);
    }

    /** Takes the token when it is next. */
    boolean take(String token) {
        boolean next = startsWith(token);
        offset += next ? token.length() : 0;
        return next;
    }

    char take() {
        return text.charAt(offset++);
    }

    boolean skipBlanks() {
        int start = offset;
        while (!atEnd() && isBlank(peek())) {
            offset++;
        }
        return offset > start;
    }

    /** Takes everything before the token and the token itself. */
    String takeThrough(String token, String whatIsOpen) throws SyntaxError {
        int end = text.indexOf(token, offset);
        if (end < 0) {
            throw error(whatIsOpen + " is not closed", "add '" + token + "'");
        }
        String taken = text.substring(offset, end);
        offset = end + token.length();
        return taken;
    }

    /** Takes everything before the character, or to the end. */
    String takeUntil(char stop) {
        int end = text.indexOf(stop, offset);
        String taken = text.substring(offset, end < 0 ? text.length() : end);
        offset += taken.length();
        return taken;
    }

    /** Takes a name of ASCII letters, digits and {@code - _ . :}. */
    String takeName(String owner) throws SyntaxError {
        int start = offset;
        while (!atEnd() && isNameCharacter(peek(), offset > start)) {
            offset++;
        }
        if (offset == start) {
            throw error("a name is expected " + owner + ", found " + found(), "");
        }
        return text.substring(start, offset);
    }

    /** Where the next character stands. */
    Position position() {
        int found = Arrays.binarySearch(lineStarts, offset);
        int line = found >= 0 ? found : -found - 2;
        return new Position(line + 1, offset - lineStarts[line] + 1);
    }

    SyntaxError error(String what, String hint) {
        return new SyntaxError(position(), what, hint);
    }

    /** The next character as a reader of a message sees it. */
    String found() {
        if (atEnd()) {
            return "the end of the file";
        }
        return peek() == '\n' ? "the end of the line" : "'" + text.substring(offset, next()) + "'";
    }

    private int next() {
        return text.offsetByCodePoints(offset, 1);
    }

    /** True when the text is white space of XML only. */
    static boolean isBlank(String text) {
        return text.chars().allMatch(character -> isBlank((char) character));
    }

    private static boolean isBlank(char character) {
        return character == ' ' || character == '\t' || character == '\n' || character == '\r';
    }

    private static boolean isNameCharacter(char character, boolean notFirst) {
        boolean letter = isBetween('a', character, 'z') || isBetween('A', character, 'Z');
        boolean later = isBetween('0', character, '9') || character == '-' || character == '.';
        return letter || character == '_' || character == ':' || (notFirst && later);
    }

    private static boolean isBetween(char first, char character, char last) {
        return first <= character && character <= last;
    }

    private static int[] lineStarts(String text) {
        int lines = 1 + (int) text.chars().filter(character -> character == '\n').count();
        int[] starts = new int[lines];
        int start = 0;
        for (int line = 1; line < lines; line++) {
            start = text.indexOf('\n', start) + 1;
            starts[line] = start;
        }
        return starts;
    }
}
