package safekit.node.replication;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import safekit.core.wire.Identity;

/**
 * What the configuration says about the replication of one module on one node.
 *
 * @param identity who listens, for the greeting
 * @param incarnation of this module process
 * @param listen own flow address and replication port
 * @param peer the peer's flow address and replication port
 * @param encrypted whether the cluster has a key; refused for now
 * @param acknowledgeOnReceipt {@code async="second"}
 * @param lockTimeoutNanos {@code locktimeout}
 * @param sendTimeoutNanos {@code sendtimeout}
 * @param copyBytesPerSecond {@code reiallowedbw}; 0 = no limit
 * @param copyTimeoutNanos {@code reitimeout}: a request of a copy that is not answered ends it
 * @param pulseNanos time between two {@code StreamHeard} events at least
 * @param extentSize bytes of a coarse extent, a multiple of 4096
 * @param logs directory of the extent logs
 */
public record ReplicationSettings(
        Identity identity,
        long incarnation,
        InetSocketAddress listen,
        InetSocketAddress peer,
        boolean encrypted,
        boolean acknowledgeOnReceipt,
        long lockTimeoutNanos,
        long sendTimeoutNanos,
        long copyBytesPerSecond,
        long copyTimeoutNanos,
        long pulseNanos,
        int extentSize,
        Path logs) {}
