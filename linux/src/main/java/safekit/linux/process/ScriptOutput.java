package safekit.linux.process;

import java.nio.file.Path;

/** Where stdout and stderr of a script go. */
public sealed interface ScriptOutput {
    /** To nobody. */
    record Discarded() implements ScriptOutput {}

    /**
     * Appended to a file. While the script runs the file is cut back to its first {@code
     * limitBytes}, with a line that says so; between two looks, a tenth of a second, it can be
     * longer. What daemons write after the script has ended is not limited.
     */
    record ToFile(Path file, long limitBytes) implements ScriptOutput {}
}
