/**
 * What is spoken on the two local sockets: between {@code safekit} and safeadmin, and between
 * safeadmin and a module process. A {@link safekit.core.local.LocalMessage.Request} is answered by
 * any number of {@link safekit.core.local.LocalMessage.Output} and one {@link
 * safekit.core.local.LocalMessage.Exit}; a connection carries several requests one after the other.
 * The first output of safeadmin is empty and comes at once: {@code safekit} takes one that does not
 * send it within ten seconds for dead.
 *
 * <ul>
 *   <li>{@link safekit.core.local.LocalCodec}: message to bytes.
 *   <li>{@link safekit.core.local.LocalDecoder}: bytes, as they arrive, to messages.
 *   <li>{@link safekit.core.local.BadLocalMessage}: bytes that are no message; the connection ends.
 * </ul>
 */
package safekit.core.local;
