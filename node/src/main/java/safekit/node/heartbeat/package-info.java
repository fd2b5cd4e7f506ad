/**
 * Heartbeats of a mirror module over UDP, one socket for each lan (spec 02 section 5, design.md
 * section 4).
 *
 * <p>Invariants: sending never blocks; what is received is authenticated, of this module and newer
 * than what came before on that lan, else it is dropped and counted; a lan whose local address is
 * gone is silent and opens again by itself.
 *
 * <ul>
 *   <li>{@link safekit.node.heartbeat.Heartbeats}: all sockets of one module and their thread
 *   <li>{@link safekit.node.heartbeat.Route}: addresses of one lan
 *   <li>{@link safekit.node.heartbeat.Channel}: one socket
 *   <li>{@link safekit.node.heartbeat.Listener}: who is told
 * </ul>
 */
package safekit.node.heartbeat;
