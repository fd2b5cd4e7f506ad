package safekit.cli;

/** Arguments that are no command: exit code 2. */
final class UsageError extends Exception {
    private static final long serialVersionUID = 1;

    UsageError(String sentence) {
        super(sentence);
    }
}
