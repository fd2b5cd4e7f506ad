package safekit.lab.host;

/**
 * What a command did: its exit code (137 when its deadline passed and it was killed) and everything
 * it wrote.
 */
public record Outcome(String command, int exit, String out, String err) {

    public boolean succeeded() {
        return exit == 0;
    }

    /** This outcome, or an {@link IllegalStateException} that shows command, code and output. */
    public Outcome orThrow() {
        if (!succeeded()) {
            throw new IllegalStateException(toString());
        }
        return this;
    }

    @Override
    public String toString() {
        return "`" + command + "` ended with " + exit + "\n" + out + err;
    }
}
