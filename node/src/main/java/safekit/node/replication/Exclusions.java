package safekit.node.replication;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import safekit.core.config.module.ReplicatedDirectory;
import safekit.core.config.module.ReplicatedDirectory.ExcludedPath;
import safekit.core.config.module.ReplicatedDirectory.ExcludedPattern;
import safekit.core.replication.Name;
import safekit.linux.regex.BadExpression;
import safekit.linux.regex.PosixExpression;

/**
 * Which names of one replicated directory are not replicated ({@code <notreplicated>}, spec 04
 * section 3, docs/decisions/014). What is below a name that is left out is left out too.
 * Thread-safe. The expressions live as long as the process.
 */
public final class Exclusions {
    /** Everything is replicated. */
    public static final Exclusions NONE = new Exclusions();

    /**
     * The directory in the root that takes what was not replicated in a directory that goes; left
     * out itself, as soon as anything is.
     */
    static final Name KEPT = Name.of(".safekit-kept");

    private final List<byte[]> paths = new ArrayList<>();
    private final List<PosixExpression> leftOut = new ArrayList<>();
    private final List<PosixExpression> only = new ArrayList<>();

    private Exclusions() {}

    /** Those of a directory in the configuration; the error names what the C library refuses. */
    public static Exclusions of(ReplicatedDirectory directory) throws IOException {
        if (directory.exclusions().isEmpty()) {
            return NONE;
        }
        var all = new Exclusions();
        all.paths.add(KEPT.bytes());
        for (ReplicatedDirectory.Exclusion exclusion : directory.exclusions()) {
            switch (exclusion) {
                case ExcludedPath(String path, var _) ->
                        all.paths.add(path.getBytes(StandardCharsets.UTF_8));
                case ExcludedPattern(String expression, boolean inverted, var source) -> {
                    try {
                        (inverted ? all.only : all.leftOut)
                                .add(PosixExpression.compile(expression));
                    } catch (BadExpression bad) {
                        throw new IOException(
                                source.of("regexpath") + ": '" + expression + "': " + bad.text(),
                                bad);
                    }
                }
            }
        }
        return all;
    }

    /** Whether everything is replicated. */
    public boolean none() {
        return paths.isEmpty();
    }

    /** Whether it depends on the type of an entry if it is left out. */
    boolean dependOnType() {
        return !only.isEmpty();
    }

    /**
     * Whether an entry is left out, by itself or with a directory above it.
     *
     * @param way names from the root, separated by {@code /}; empty for the root itself
     */
    boolean leavesOut(byte[] way, boolean directory) {
        if (none() || way.length == 0) {
            return false;
        }
        for (int at = 1; at < way.length; at++) {
            if (way[at] == '/' && leavesOutItself(Arrays.copyOf(way, at), true)) {
                return true;
            }
        }
        return leavesOutItself(way, directory);
    }

    /** Whether an entry is left out whose directory is not. */
    boolean leavesOutItself(byte[] way, boolean directory) {
        return named(way)
                || foundBy(leftOut, way)
                || (!directory && !only.isEmpty() && !foundBy(only, way));
    }

    private boolean named(byte[] way) {
        return paths.stream().anyMatch(path -> Arrays.equals(path, way));
    }

    private static boolean foundBy(List<PosixExpression> expressions, byte[] way) {
        return expressions.stream().anyMatch(expression -> expression.isFoundIn(way));
    }

    /** The way of a name in a directory whose own way this is. */
    static byte[] below(byte[] way, Name name) {
        byte[] last = name.bytes();
        if (way.length == 0) {
            return last;
        }
        byte[] all = Arrays.copyOf(way, way.length + 1 + last.length);
        all[way.length] = '/';
        System.arraycopy(last, 0, all, way.length + 1, last.length);
        return all;
    }

    /** These names as one way. */
    static byte[] way(List<Name> names) {
        byte[] all = {};
        for (Name name : names) {
            all = below(all, name);
        }
        return all;
    }
}
