package safekit.core.generation;

import java.util.ArrayList;
import java.util.List;

/**
 * Numbers of the extent log files that a tuple points to; the extents themselves are in the files.
 *
 * @param changes logs that together hold each extent changed since {@code base}
 * @param activity logs that together hold each extent that may be on one disk only
 * @param point logs that together hold each extent changed since a backup was begun
 */
public record Logs(List<Integer> changes, List<Integer> activity, List<Integer> point) {
    /** No log. */
    public static final Logs NONE = new Logs(List.of(), List.of(), List.of());

    /** Copies the lists. */
    public Logs {
        changes = List.copyOf(changes);
        activity = List.copyOf(activity);
        point = List.copyOf(point);
    }

    /** Logs of a node of which no backup is made. */
    public Logs(List<Integer> changes, List<Integer> activity) {
        this(changes, activity, List.of());
    }

    /** Each log that is named, once. */
    public List<Integer> all() {
        return union(union(changes, activity), point);
    }

    /** A number greater than each one in use. */
    public int next() {
        int greatest = 0;
        for (int number : all()) {
            greatest = Math.max(greatest, number);
        }
        return greatest + 1;
    }

    Logs withChanges(List<Integer> numbers) {
        return new Logs(numbers, activity, point);
    }

    Logs withActivity(List<Integer> numbers) {
        return new Logs(changes, numbers, point);
    }

    Logs withPoint(List<Integer> numbers) {
        return new Logs(changes, activity, numbers);
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
