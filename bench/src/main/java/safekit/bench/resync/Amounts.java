package safekit.bench.resync;

/**
 * How much is there, and how much of it changes.
 *
 * @param small MiB of the file that is changed by random writes
 * @param large MiB of the file that is copied as a whole
 * @param changed MiB that change in either
 * @param files small files
 * @param names files without content, of which nothing changed; 0 leaves the case out
 */
public record Amounts(int small, int large, int changed, int files, int names) {
    /** Those of notes/budgets. */
    public static final Amounts FULL = new Amounts(1024, 2048, 64, 20_000, 1_000_000);

    /** A quarter of it, and a tenth of the files. */
    public static final Amounts QUICK = new Amounts(256, 512, 16, 2_000, 20_000);
}
