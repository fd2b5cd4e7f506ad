/**
 * Addresses of this host: what is configured, virtual addresses, who has an address, announcements,
 * TCP connections of an address.
 *
 * <p>Everything acts in the network namespace of the calling thread and keeps no state: what is set
 * is read back from the kernel. The kernel is asked by netlink and AF_PACKET directly: errors are
 * exact, there is no text to parse, and a failover starts no process.
 *
 * <ul>
 *   <li>{@link safekit.linux.net.Interfaces}: a snapshot of interfaces and their addresses.
 *   <li>{@link safekit.linux.net.VirtualAddress}: sets and removes one; {@code SourceRoutes} makes
 *       it the source of outgoing connections.
 *   <li>{@link safekit.linux.net.AddressProbe}, {@link safekit.linux.net.Announce}: ARP and
 *       neighbour discovery; frames by {@code ArpFrame} and {@code NeighborFrame}, sent through
 *       {@code PacketSocket}.
 *   <li>{@link safekit.linux.net.TcpConnections}: counts and resets.
 *   <li>{@code Netlink}, {@code Attributes}: the kernel's request protocol.
 * </ul>
 */
package safekit.linux.net;
