package safekit.core.config.module;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import safekit.core.config.Findings;

/**
 * What replicated directories may not be (design.md section 5). Whether they exist and what is
 * mounted in them is checked by the caller, who sees the filesystem.
 */
final class DirectoryRules {
    private DirectoryRules() {}

    static void overlapsWithin(List<ReplicatedDirectory> directories, Findings findings) {
        NavigableMap<String, ReplicatedDirectory> earlier = new TreeMap<>();
        for (ReplicatedDirectory directory : directories) {
            if (directory.directory().isEmpty()) {
                continue;
            }
            String key = Paths.withSlash(directory.directory());
            ReplicatedDirectory other = overlapping(key, earlier);
            if (other != null) {
                findings.error(
                        directory.source().of("dir"),
                        "the replicated directories %s and %s overlap"
                                .formatted(other.directory(), directory.directory()),
                        "a file belongs to one replicated directory; the other is at "
                                + other.source().of("dir"),
                        "remove one of them, or choose separate directories");
            }
            earlier.putIfAbsent(key, directory);
        }
    }

    /** An earlier directory that is at, below or above this one; keys end with a slash. */
    private static @Nullable ReplicatedDirectory overlapping(
            String key, NavigableMap<String, ReplicatedDirectory> earlier) {
        Map.Entry<String, ReplicatedDirectory> next = earlier.ceilingEntry(key);
        if (next != null && next.getKey().startsWith(key)) {
            return next.getValue();
        }
        for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) {
            ReplicatedDirectory above = earlier.get(key.substring(0, slash + 1));
            if (above != null) {
                return above;
            }
        }
        return null;
    }

    static void againstOthers(ModuleConfig config, ModuleContext context, Findings findings) {
        for (ReplicatedDirectory directory : config.directories()) {
            if (directory.directory().isEmpty()) {
                continue;
            }
            productInside(directory, "SAFE", context.safe(), findings);
            productInside(directory, "SAFEVAR", context.safeVar(), findings);
            for (OtherModule other : context.otherModules()) {
                other.directories().stream()
                        .filter(taken -> overlap(directory.directory(), Paths.normal(taken)))
                        .findFirst()
                        .ifPresent(taken -> taken(directory, other, taken, findings));
            }
        }
    }

    private static void productInside(
            ReplicatedDirectory directory, String name, String path, Findings findings) {
        if (overlap(directory.directory(), Paths.normal(path))) {
            findings.error(
                    directory.source().of("dir"),
                    "the replicated directory %s and %s (%s) overlap"
                            .formatted(directory.directory(), name, path),
                    "the product would replicate its own state of each node",
                    "replicate another directory");
        }
    }

    private static void taken(
            ReplicatedDirectory directory, OtherModule other, String taken, Findings findings) {
        findings.error(
                directory.source().of("dir"),
                "the replicated directory %s overlaps with %s of the module %s"
                        .formatted(directory.directory(), taken, other.name()),
                "replicated directories of different modules are distinct",
                "replicate another directory");
    }

    private static boolean overlap(String one, String other) {
        return Paths.contains(one, other) || Paths.contains(other, one);
    }
}
