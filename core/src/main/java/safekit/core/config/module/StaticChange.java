package safekit.core.config.module;

import safekit.core.config.Position;

/**
 * A difference that a running module cannot take over. {@code path} leads to an element or, after
 * {@code @}, to an attribute; an absent value is empty. {@code at} is the place in the new file, or
 * in the old one for what was removed.
 */
public record StaticChange(String path, String before, String after, Position at) {
    /** The difference in words. */
    public String sentence() {
        if (before.isEmpty()) {
            return "%s is added%s".formatted(path, after.isEmpty() ? "" : " with '" + after + "'");
        }
        return after.isEmpty()
                ? path + " is removed"
                : "%s changes from '%s' to '%s'".formatted(path, before, after);
    }
}
