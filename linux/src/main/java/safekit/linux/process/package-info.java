/**
 * Running scripts and looking at processes.
 *
 * <p>A script is the leader of its own session and process group, made by {@code setsid} of
 * util-linux: ProcessBuilder cannot, and closes every descriptor above 2 in the child, so neither
 * {@code /dev/fuse} nor a socket is inherited. Output goes straight to a file, never through a pipe
 * of ours: a daemon that a start script leaves behind must not get SIGPIPE when we die.
 *
 * <ul>
 *   <li>{@link safekit.linux.process.Script}, {@link safekit.linux.process.ScriptOutput}: what to
 *       run.
 *   <li>{@link safekit.linux.process.ScriptRunner}, {@link safekit.linux.process.RunningScript}:
 *       running it, deadline, kill; {@code ProcessGroup} sends the signals.
 *   <li>{@link safekit.linux.process.ScriptEnd}: how it ended.
 *   <li>{@link safekit.linux.process.ProcessTable}: the processes of the host; {@link
 *       safekit.linux.process.ProcessIdentity}: one of them, for ever.
 * </ul>
 */
package safekit.linux.process;
