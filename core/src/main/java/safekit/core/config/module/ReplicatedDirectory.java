package safekit.core.config.module;

import java.util.List;
import safekit.core.config.xml.Source;

/**
 * {@code <replicated>} (spec 04 sections 2 and 3): an absolute directory without a trailing slash,
 * what must exist in it before replication starts and what is left out. {@code readOnly} is
 * accepted and is the only behaviour of a secondary (design.md section 5).
 */
public record ReplicatedDirectory(
        String directory,
        boolean readOnly,
        List<String> mustExist,
        List<Exclusion> exclusions,
        Source source) {
    public ReplicatedDirectory {
        mustExist = List.copyOf(mustExist);
        exclusions = List.copyOf(exclusions);
    }

    /** {@code <notreplicated>}. */
    public sealed interface Exclusion {
        /** Where it was written. */
        Source source();
    }

    /** A file or subtree below the directory. */
    public record ExcludedPath(String path, Source source) implements Exclusion {}

    /**
     * Entries whose relative path a POSIX extended expression finds; {@code inverted} (a leading
     * {@code !} in the file) leaves out what it does not find.
     */
    public record ExcludedPattern(String expression, boolean inverted, Source source)
            implements Exclusion {}
}
