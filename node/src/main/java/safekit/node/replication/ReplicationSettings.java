package safekit.node.replication;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import safekit.core.wire.ClusterKey;
import safekit.core.wire.Identity;

/**
 * What the configuration says about the replication of one module on one node.
 *
 * @param identity who listens, for the greeting
 * @param incarnation of this module process
 * @param listen own flow address and replication port
 * @param peer the peer's flow address and replication port
 * @param key of the module, else of the cluster: the stream is sealed by it; null = clear text with
 *     checksums
 * @param acknowledgeOnReceipt {@code async="second"}
 * @param lockTimeoutNanos {@code locktimeout}
 * @param sendTimeoutNanos {@code sendtimeout}
 * @param copy how a reintegration copies
 * @param pulseNanos time between two {@code StreamHeard} events at least
 * @param extentSize bytes of a coarse extent, a multiple of 4096
 * @param logs directory of the extent logs
 */
public record ReplicationSettings(
        Identity identity,
        long incarnation,
        InetSocketAddress listen,
        InetSocketAddress peer,
        @Nullable ClusterKey key,
        boolean acknowledgeOnReceipt,
        long lockTimeoutNanos,
        long sendTimeoutNanos,
        CopySettings copy,
        long pulseNanos,
        int extentSize,
        Path logs) {}
