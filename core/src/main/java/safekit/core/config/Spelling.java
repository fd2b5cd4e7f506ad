package safekit.core.config;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** "Did you mean": the known word nearest to a misspelt one. */
public final class Spelling {
    private static final int LONGEST = 64;
    private static final int FARTHEST = 3;
    private static final int MOST_CANDIDATES = 256;

    private Spelling() {}

    /** A hint that names the nearest known word, or the empty string when nothing is near. */
    public static String hint(String word, Collection<String> known) {
        String nearest = nearest(word, known);
        return nearest == null ? "" : "did you mean '" + nearest + "'?";
    }

    /**
     * The nearest of the first 256 known words, the first of equals; null when none is near enough.
     */
    public static @Nullable String nearest(String word, Collection<String> known) {
        if (word.length() > LONGEST) {
            return null;
        }
        String folded = word.toLowerCase(Locale.ROOT);
        String nearest = null;
        int best = Math.min(FARTHEST, Math.max(1, word.length() / 3)) + 1;
        for (String candidate : known.stream().limit(MOST_CANDIDATES).toList()) {
            int distance = distance(folded, candidate.toLowerCase(Locale.ROOT));
            if (distance < best && distance < candidate.length()) {
                best = distance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /**
     * Insertions, deletions, replacements and swaps of neighbours that turn one word into the other
     * (optimal string alignment). Words longer than 64 characters count as unrelated.
     */
    public static int distance(String one, String other) {
        if (one.length() > LONGEST || other.length() > LONGEST) {
            return Integer.MAX_VALUE;
        }
        int[] beforePrevious = new int[other.length() + 1];
        int[] previous = new int[other.length() + 1];
        Arrays.setAll(previous, column -> column);
        for (int row = 1; row <= one.length(); row++) {
            int[] current = new int[other.length() + 1];
            current[0] = row;
            for (int column = 1; column <= other.length(); column++) {
                boolean same = one.charAt(row - 1) == other.charAt(column - 1);
                int replaced = previous[column - 1] + (same ? 0 : 1);
                int shifted = Math.min(previous[column], current[column - 1]) + 1;
                current[column] = Math.min(replaced, shifted);
                if (swapped(one, row, other, column)) {
                    current[column] = Math.min(current[column], beforePrevious[column - 2] + 1);
                }
            }
            beforePrevious = previous;
            previous = current;
        }
        return previous[other.length()];
    }

    private static boolean swapped(String one, int row, String other, int column) {
        return row > 1
                && column > 1
                && one.charAt(row - 1) == other.charAt(column - 2)
                && one.charAt(row - 2) == other.charAt(column - 1);
    }
}
