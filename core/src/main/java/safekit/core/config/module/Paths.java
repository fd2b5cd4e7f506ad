package safekit.core.config.module;

import java.util.ArrayList;
import java.util.List;

/** Paths as text: nothing here looks at a filesystem. */
final class Paths {
    private Paths() {}

    /** The path without empty parts, {@code .} parts and a trailing slash. */
    static String normal(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return (path.startsWith("/") ? "/" : "") + String.join("/", parts);
    }

    /** True when a part is {@code ..}. */
    static boolean climbs(String path) {
        return List.of(path.split("/", -1)).contains("..");
    }

    /** True when the inner path is the outer one or lies below it; both normal and absolute. */
    static boolean contains(String outer, String inner) {
        return withSlash(inner).startsWith(withSlash(outer));
    }

    /** The path with one slash at its end. */
    static String withSlash(String path) {
        return path.endsWith("/") ? path : path + "/";
    }
}
