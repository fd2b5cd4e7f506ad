package safekit.core.config.module;

import java.util.List;
import java.util.stream.Collectors;
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

    /** The directory and what is left out in it: nodes with the same text replicate the same. */
    String replicatedPart() {
        String left =
                exclusions.stream()
                        .map(
                                each ->
                                        switch (each) {
                                            case ExcludedPath(var path, var _) -> "/" + path;
                                            case ExcludedPattern(var text, var inverted, var _) ->
                                                    (inverted ? "!" : "~") + text;
                                        })
                        .sorted()
                        .distinct()
                        .map(each -> "\0" + each)
                        .collect(Collectors.joining());
        return directory + left;
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
