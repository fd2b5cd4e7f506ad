package safekit.core.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import safekit.core.base.Check;

/**
 * The sealers of one process: one for each scope that it writes, and a bounded cache of those that
 * it reads; or none, in a cluster without a key. Not thread-safe.
 */
public final class Seals {
    private static final int READERS = 64;
    private static final int WRITERS = 4096;

    private final @Nullable ClusterKey key;
    private final Map<Scope, Sealer> readers = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Scope, Sealer> writers = new LinkedHashMap<>();

    private Seals(@Nullable ClusterKey key) {
        this.key = key;
    }

    /** Of a cluster with this key: everything is sealed. */
    public static Seals with(ClusterKey key) {
        return new Seals(key);
    }

    /** Of a cluster without a key: everything is clear. */
    public static Seals none() {
        return new Seals(null);
    }

    /** The key, null in a cluster without one. */
    @Nullable ClusterKey key() {
        return key;
    }

    /** The sealer for a message that this process writes. */
    Sealer toWrite(ClusterKey with, Header header) {
        Scope scope = Scope.of(header);
        Scope series = scope.inEpoch(0);
        Sealer sealer = writers.get(series);
        if (sealer == null || !sealer.covers(header.sequence())) {
            Check.that(
                    sealer == null || sealer.precedes(scope),
                    "a nonce is used once: sequence numbers grow");
            sealer = new Sealer(with, scope);
            writers.put(series, sealer);
            Check.that(writers.size() <= WRITERS, "a process writes to few channels");
        }
        return sealer;
    }

    /** The sealer for a message that somebody claims to have written. */
    Sealer toRead(ClusterKey with, Header header) {
        Scope scope = Scope.of(header);
        Sealer sealer = readers.get(scope);
        if (sealer == null) {
            sealer = new Sealer(with, scope);
            readers.put(scope, sealer);
            if (readers.size() > READERS) {
                readers.remove(readers.keySet().iterator().next());
            }
        }
        return sealer;
    }
}
