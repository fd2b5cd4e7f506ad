/**
 * The two local sockets: {@link safekit.node.local.LocalServer} answers requests on a Unix socket,
 * {@link safekit.node.local.LocalConnection} is one end of a connection. The bytes are those of
 * {@code safekit.core.local}.
 */
package safekit.node.local;
