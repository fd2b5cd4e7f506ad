package safekit.linux.regex;

/** An expression that the C library refuses; the message is the library's own text. */
public final class BadExpression extends Exception {
    private static final long serialVersionUID = 1;

    BadExpression(String text) {
        super(text);
    }

    /** Why, in the words of regerror(3). */
    public String text() {
        return String.valueOf(getMessage());
    }
}
