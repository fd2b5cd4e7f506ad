/**
 * Small programs that run inside a host of the lab, with its files and processes, so that no way
 * into the host is measured. {@link Inside} starts them and reads their lines.
 *
 * <p>{@link SyncedAppends} writes to directories in turn; {@link Launches} runs commands in turn;
 * {@link Idle} is a Java that does nothing: the least that any Java costs.
 *
 * <p>Each line of a program is `index nanoseconds`: the index of the directory or command, and how
 * long it took.
 */
package safekit.bench.inside;
