package safekit.core.local;

/** Bytes that are no message of the local sockets; the text says what was found and expected. */
public final class BadLocalMessage extends Exception {
    private static final long serialVersionUID = 1;

    /** Names what was found and what was expected in one sentence. */
    public BadLocalMessage(String sentence) {
        super(sentence);
    }
}
