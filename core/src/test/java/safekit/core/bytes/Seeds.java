package safekit.core.bytes;

import java.util.Random;

/** Runs a property for many seeds; a failure names its seed. */
public final class Seeds {
    private Seeds() {}

    /** A property of one random world. */
    @FunctionalInterface
    public interface Property {
        /** Throws when it does not hold. */
        void check(Random random) throws Refused;
    }

    /** Checks {@code count} seeds, or only the one in the system property {@code seed}. */
    public static void each(int count, Property property) {
        Long only = Long.getLong("seed");
        long first = only == null ? 1 : only;
        long last = only == null ? count : only;
        for (long seed = first; seed <= last; seed++) {
            try {
                property.check(new Random(seed));
            } catch (AssertionError | RuntimeException | Refused e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
