package safekit.core.config.module;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import safekit.core.config.Word;
import safekit.core.config.xml.Source;

/**
 * {@code <rfs>}, file replication (spec 04 section 2). {@code flow} is null when the network is
 * that of the heartbeat {@code flow} or the first one. {@code writeback} is our extension
 * (design.md section 5).
 */
public record Rfs(
        @Nullable LanReference flow,
        List<ReplicatedDirectory> directories,
        Acknowledgement async,
        boolean acl,
        boolean scripts,
        boolean writeback,
        int connections,
        String mountOverSuffix,
        PacketSizes sizes,
        Timeouts timeouts,
        Reintegration reintegration,
        Source source) {
    public Rfs {
        directories = List.copyOf(directories);
    }

    /** When the secondary acknowledges: on receipt, or after its own disk write. */
    public enum Acknowledgement implements Word {
        SECOND("second"),
        NONE("none");

        private final String word;

        Acknowledgement(String word) {
            this.word = word;
        }

        @Override
        public String word() {
            return word;
        }
    }

    /** Sizes in bytes as configured; 0 when the file does not give one. */
    public record PacketSizes(
            int configuredPacket, int configuredReintegration, int configuredZone) {
        public static final int DEFAULT_BYTES = 8_388_608;

        /** The largest replication packet. */
        public int packetBytes() {
            return configuredPacket == 0 ? DEFAULT_BYTES : configuredPacket;
        }

        /** The largest reintegration packet; not above the packet size. */
        public int reintegrationBytes() {
            return configuredReintegration == 0
                    ? Math.min(DEFAULT_BYTES, packetBytes())
                    : configuredReintegration;
        }

        /** How much of a file one bit of the change map covers. */
        public int zoneBytes() {
            if (configuredZone != 0) {
                return configuredZone;
            }
            return configuredReintegration == 0 ? DEFAULT_BYTES : configuredReintegration;
        }
    }

    /**
     * When a peer or the local filesystem counts as lost: a request not served, a packet not sent,
     * the probe of the local filesystem not answered, and how often it is probed.
     */
    public record Timeouts(Duration lock, Duration send, Duration check, Duration checkInterval) {}

    /**
     * How data is copied to an out-of-date node. {@code commitBlocks} 0 commits at the end of each
     * file; {@code bandwidthKilobytes} per second, 0 = unlimited; {@code syncDelta} up to one
     * minute is ignored; {@code syncAt} is a crontab expression or empty.
     */
    public record Reintegration(
            int threads,
            Duration timeout,
            int commitBlocks,
            boolean detail,
            int bandwidthKilobytes,
            int namespacePolicy,
            Duration syncDelta,
            String syncAt) {

        /** False when {@code namespacepolicy="0"}: files are copied entirely. */
        public boolean zones() {
            return namespacePolicy != 0;
        }

        /** True when a recently synchronised node may start alone (spec 04 section 7). */
        public boolean syncDeltaActive() {
            return syncDelta.compareTo(Duration.ofMinutes(1)) > 0;
        }
    }
}
