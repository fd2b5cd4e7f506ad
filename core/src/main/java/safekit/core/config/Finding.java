package safekit.core.config;

/**
 * One thing to tell about a configuration file: where, what was found, why it is so and how to
 * correct it. The last two may be empty.
 */
public record Finding(
        Severity severity, String file, Position at, String what, String why, String howToCorrect) {

    /** True when this finding alone refuses the configuration. */
    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** The one-line form of the reference product (spec 02 section 2): {@code Error: <what>}. */
    public String errorText() {
        return "Error: " + what;
    }

    /** {@code file:line:column: error: what}, then one indented line each for why and hint. */
    public String text() {
        StringBuilder text = new StringBuilder(file).append(':').append(at).append(": ");
        text.append(severity.word()).append(": ").append(what);
        if (!why.isEmpty()) {
            text.append("\n    why: ").append(why);
        }
        if (!howToCorrect.isEmpty()) {
            text.append("\n    hint: ").append(howToCorrect);
        }
        return text.toString();
    }
}
