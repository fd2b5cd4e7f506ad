package safekit.core.failover;

import java.util.regex.Pattern;

/**
 * What a rule names: {@code [local.|remote.]class.id}, where the id may be {@code ?} for at least
 * one or {@code *} for all resources of the class (spec 06 section 2, OPEN 06-4). Ids may contain
 * dots.
 */
public record ResourcePattern(boolean remote, String resourceClass, String id) {
    /** OPEN 06-3: any class name, not only the seven of the printed grammar. */
    private static final Pattern SYNTAX =
            Pattern.compile("(?:(local|remote)\\.)?([A-Za-z][A-Za-z0-9_]*)\\.(\\S+)");

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException if the text is none
     */
    public static ResourcePattern parse(String text) {
        var match = SYNTAX.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException(
                    "resource '" + text + "': expected [local.|remote.]class.id");
        }
        return new ResourcePattern("remote".equals(match.group(1)), match.group(2), match.group(3));
    }

    /** Whether at least one resource of the class is meant. */
    public boolean isAny() {
        return id.equals("?");
    }

    /** Whether all resources of the class are meant. */
    public boolean isAll() {
        return id.equals("*");
    }

    boolean isWildcard() {
        return isAny() || isAll();
    }

    @Override
    public String toString() {
        return (remote ? "remote." : "") + resourceClass + "." + id;
    }
}
