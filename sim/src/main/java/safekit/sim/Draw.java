package safekit.sim;

import java.util.SplittableRandom;

/** A seeded source of choices; each concern of the simulation has its own, forked from the seed. */
final class Draw {
    private final SplittableRandom random;

    Draw(long seed) {
        random = new SplittableRandom(seed);
    }

    private Draw(SplittableRandom random) {
        this.random = random;
    }

    Draw fork() {
        return new Draw(random.split());
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    long between(long low, long high) {
        return low + random.nextLong(high - low + 1);
    }

    /** True once in {@code n}. */
    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    boolean flip() {
        return random.nextBoolean();
    }

    long any() {
        return random.nextLong();
    }
}
