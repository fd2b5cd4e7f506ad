package safekit.bench.job;

import java.util.List;

/**
 * How much a turn does.
 *
 * @param turns of each directory that are shown
 * @param sliceMillis length of a turn that does as much as it can
 * @param megabytes size of the data that is read and written, MiB
 * @param files of a tree
 */
public record Scale(int turns, int sliceMillis, int megabytes, int files) {
    /** For {@code make bench}. */
    public static final Scale FULL = new Scale(9, 700, 256, 20_000);

    /** For {@code make bench QUICK=1}. */
    public static final Scale QUICK = new Scale(3, 300, 64, 2_000);

    static final int MEBIBYTE = 1 << 20;

    long sliceNanos() {
        return sliceMillis * 1_000_000L;
    }

    /** As arguments of {@link Turns}. */
    public List<String> words() {
        return List.of("" + turns, "" + sliceMillis, "" + megabytes, "" + files);
    }

    static Scale of(List<String> words) {
        return new Scale(
                Integer.parseInt(words.get(0)),
                Integer.parseInt(words.get(1)),
                Integer.parseInt(words.get(2)),
                Integer.parseInt(words.get(3)));
    }
}
