package safekit.linux.process;

/** How the execution of a script ended. */
public sealed interface ScriptEnd {
    /** By itself, with this code; 128 + n after signal n. What it left running goes on. */
    record Exited(int code) implements ScriptEnd {}

    /** It took too long: its process group was killed. */
    record TimedOut() implements ScriptEnd {}

    /** {@link RunningScript#kill} ended it with its process group. */
    record Killed() implements ScriptEnd {}

    /** It could not be started at all. */
    record NotStarted(String reason) implements ScriptEnd {}
}
