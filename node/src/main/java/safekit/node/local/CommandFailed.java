package safekit.node.local;

/** A command that cannot be done; printed as {@code Error: <sentence>} with exit code 1. */
public final class CommandFailed extends Exception {
    private static final long serialVersionUID = 1;

    /** Says what is wrong and, where it helps, what to do. */
    public CommandFailed(String sentence) {
        super(sentence);
    }

    /** The sentence. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
