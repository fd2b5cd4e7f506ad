/**
 * What all configuration files share. Nothing here opens a file or resolves a name.
 *
 * <ul>
 *   <li>{@link safekit.core.config.Finding}, {@link safekit.core.config.Findings}, {@link
 *       safekit.core.config.Parsed}: what is told about a file, collected in one pass; bad input
 *       never ends in an exception.
 *   <li>{@link safekit.core.config.Position}: line and column.
 *   <li>{@link safekit.core.config.DurationUnit}: the time units of spec 02 section 2.
 *   <li>{@link safekit.core.config.HostAddress}, {@link safekit.core.config.IpAddress}: addresses
 *       as users write them.
 *   <li>{@link safekit.core.config.Spelling}: "did you mean".
 * </ul>
 */
package safekit.core.config;
