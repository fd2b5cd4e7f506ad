package safekit.node.cluster;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import safekit.core.config.cluster.ClusterConfig;

/**
 * One applied cluster configuration as this node sees it. Immutable.
 *
 * @param config cluster.xml
 * @param ownNode the name of this node in it
 * @param signature OPEN 01-5: lowercase hex SHA-256; equal on all nodes that may talk
 * @param key 32 secret bytes
 */
public record Cluster(ClusterConfig config, String ownNode, String signature, Key key) {

    /** The key of the cluster; without one everything travels in the clear (spec 01 section 3). */
    public static final class Key {
        private final byte @Nullable [] bytes;

        Key(byte @Nullable [] bytes) {
            this.bytes = bytes == null ? null : bytes.clone();
        }

        /** A copy of the 32 bytes; null when there is no key. */
        public byte @Nullable [] bytes() {
            return bytes == null ? null : bytes.clone();
        }

        /** The bytes stay hidden in logs. */
        @Override
        public String toString() {
            return bytes == null ? "no key" : "a key";
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    /** Position of this node in the cluster order. */
    public int ownIndex() {
        return config.nodes().indexOf(ownNode);
    }
}
