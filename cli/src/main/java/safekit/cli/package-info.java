/**
 * The {@code safekit} command: checks the usage, asks safeadmin over its Unix socket, prints what
 * it answers and ends with its exit code (spec 08 section 1).
 *
 * <ul>
 *   <li>{@link safekit.cli.Main}: the way through.
 *   <li>{@link safekit.cli.CommandTable}: all commands; {@link safekit.cli.Shape}: one of them;
 *       {@link safekit.cli.Usage}: reads the arguments of that one with picocli.
 *   <li>{@link safekit.cli.Help}: what {@code safekit help} prints.
 *   <li>{@link safekit.cli.Client}: the conversation with safeadmin.
 *   <li>{@link safekit.cli.UsageError}: wrong arguments.
 * </ul>
 */
package safekit.cli;
