package safekit.core.failover;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Immutable snapshot of the resources of this node and of its peer: {@code class.id} to value, in
 * the order of their names (spec 06 section 2). The class is the text before the first dot.
 */
public final class Resources {
    /** Not tested yet, or its checker does not run. */
    public static final String INIT = "init";

    /** OK. */
    public static final String UP = "up";

    /** KO. */
    public static final String DOWN = "down";

    /** The peer is silent or its module is stopped. */
    public static final String UNKNOWN = "unknown";

    /** A node that has no resource yet. */
    public static final Resources NONE = new Resources(new TreeMap<>(), new TreeMap<>());

    private final SortedMap<String, String> local;
    private final SortedMap<String, String> remote;

    private Resources(SortedMap<String, String> local, SortedMap<String, String> remote) {
        this.local = Collections.unmodifiableSortedMap(local);
        this.remote = Collections.unmodifiableSortedMap(remote);
    }

    /** A snapshot with these resources of this node and of its peer. */
    public static Resources of(Map<String, String> local, Map<String, String> remote) {
        return new Resources(new TreeMap<>(local), new TreeMap<>(remote));
    }

    /** The same snapshot with one resource of this node assigned. */
    public Resources with(String name, String value) {
        var changed = new TreeMap<>(local);
        changed.put(name, value);
        return new Resources(changed, remote);
    }

    /** The same snapshot with what the peer last said; empty when the peer is unknown. */
    public Resources withRemote(Map<String, String> values) {
        return new Resources(local, new TreeMap<>(values));
    }

    /** Resources of this node. */
    public SortedMap<String, String> local() {
        return local;
    }

    /** Resources of the peer. */
    public SortedMap<String, String> remote() {
        return remote;
    }

    /**
     * The resources that a pattern means. A named one is always there: unassigned it is init here
     * and unknown on the peer. A wildcard means those that exist.
     */
    SortedMap<String, String> matching(ResourcePattern pattern) {
        var side = pattern.remote() ? remote : local;
        var prefix = pattern.resourceClass() + ".";
        if (pattern.isWildcard()) {
            return side.subMap(prefix, prefix + Character.MAX_VALUE);
        }
        var name = prefix + pattern.id();
        var unassigned = pattern.remote() ? UNKNOWN : INIT;
        var value = side.getOrDefault(name, unassigned);
        return Collections.unmodifiableSortedMap(new TreeMap<>(Map.of(name, value)));
    }

    /** Whether one of the resources that a pattern means was assigned init. */
    boolean awaits(ResourcePattern pattern) {
        var side = pattern.remote() ? remote : local;
        return matching(pattern).keySet().stream().anyMatch(name -> INIT.equals(side.get(name)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Resources that
                && local.equals(that.local)
                && remote.equals(that.remote);
    }

    @Override
    public int hashCode() {
        return 31 * local.hashCode() + remote.hashCode();
    }

    @Override
    public String toString() {
        return "local " + local + " remote " + remote;
    }
}
