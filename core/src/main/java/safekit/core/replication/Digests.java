package safekit.core.replication;

import java.util.Arrays;
import safekit.core.base.Check;

/** 128-bit hashes of consecutive blocks. Immutable, compared by content. */
public final class Digests {
    private final long[] halves;

    private Digests(long[] halves) {
        this.halves = halves;
    }

    /** A copy of these halves, two for each block. */
    public static Digests copyOf(long[] halves) {
        Check.that(halves.length % 2 == 0, "a hash has two halves");
        return new Digests(halves.clone());
    }

    /** How many blocks. */
    public int count() {
        return halves.length / 2;
    }

    /** The first 64 bits of the hash of a block. */
    public long first(int block) {
        return halves[2 * block];
    }

    /** The other 64 bits of the hash of a block. */
    public long second(int block) {
        return halves[2 * block + 1];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Digests digests && Arrays.equals(halves, digests.halves);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(halves);
    }

    @Override
    public String toString() {
        return count() + " hashes";
    }
}
