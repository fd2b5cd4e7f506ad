package safekit.core.generation;

import java.util.ArrayList;
import java.util.List;

/**
 * Numbers of the extent log files that a tuple points to; the extents themselves are in the files.
 *
 * @param changes logs that together hold each extent changed since {@code base}
 * @param activity logs that together hold each extent that may be on one disk only
 */
public record Logs(List<Integer> changes, List<Integer> activity) {
    /** No log. */
    public static final Logs NONE = new Logs(List.of(), List.of());

    /** Copies the lists. */
    public Logs {
        changes = List.copyOf(changes);
        activity = List.copyOf(activity);
    }

    /** A number greater than each one in use. */
    public int next() {
        int greatest = 0;
        for (int number : changes) {
            greatest = Math.max(greatest, number);
        }
        for (int number : activity) {
            greatest = Math.max(greatest, number);
        }
        return greatest + 1;
    }

    Logs withChanges(List<Integer> numbers) {
        return new Logs(numbers, activity);
    }

    Logs withActivity(List<Integer> numbers) {
        return new Logs(changes, numbers);
    }

    static List<Integer> union(List<Integer> a, List<Integer> b) {
        var all = new ArrayList<>(a);
        for (Integer number : b) {
            if (!all.contains(number)) {
                all.add(number);
            }
        }
        return all;
    }
}
