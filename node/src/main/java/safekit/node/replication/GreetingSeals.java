package safekit.node.replication;

import java.nio.ByteBuffer;
import safekit.core.wire.ClusterKey;
import safekit.core.wire.Header;
import safekit.core.wire.Hello;
import safekit.core.wire.Kind;
import safekit.core.wire.Seals;

/**
 * Seals the greetings of a process with the cluster key, if there is one. A sequence number, and so
 * a nonce, is used once by all connections together. Thread-safe.
 */
final class GreetingSeals {
    private final ReplicationSettings settings;
    private final Seals writing;
    private long sequence;

    GreetingSeals(ReplicationSettings settings) {
        this.settings = settings;
        writing = toRead();
    }

    /** Writes the payload of a greeting frame; its header. */
    synchronized Header write(ByteBuffer out, Hello hello) {
        sequence++;
        var header =
                Header.ours(settings.identity(), Kind.STREAM, 0, settings.incarnation(), sequence);
        Hello.write(out, header, hello, writing);
        return header;
    }

    /** For the greetings of one connection's other side. */
    Seals toRead() {
        ClusterKey key = settings.key();
        return key == null ? Seals.none() : Seals.with(key);
    }
}
