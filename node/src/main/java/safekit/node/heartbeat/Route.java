package safekit.node.heartbeat;

import java.net.InetSocketAddress;

/**
 * Where the beats of one lan go.
 *
 * @param ident of the heartbeat
 * @param local own address and port
 * @param peer address and port of the other node
 */
public record Route(String ident, InetSocketAddress local, InetSocketAddress peer) {}
