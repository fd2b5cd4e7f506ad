package safekit.core.replication;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import safekit.core.base.Check;

/**
 * A growing set of (file, extent number) in primitive arrays: some 40 bytes each. Nothing is
 * allocated to look or, until it grows, to add. Members have dense positions in the order of their
 * addition. Not thread-safe.
 */
final class ExtentSet {
    private static final int FIRST = 16;

    private long[] numbers = new long[FIRST];
    private int[] generations = new int[FIRST];
    private long[] extents = new long[FIRST];
    private int[] table = new int[2 * FIRST];
    private int size;

    int size() {
        return size;
    }

    /** Position of a member, -1 when it is none. */
    int find(long number, int generation, long extent) {
        int entry = table[slot(number, generation, extent)];
        return entry - 1;
    }

    /** Adds it where it is missing; its position. */
    int add(long number, int generation, long extent) {
        Check.that(extent >= 0, "an extent number is not negative");
        int slot = slot(number, generation, extent);
        if (table[slot] != 0) {
            return table[slot] - 1;
        }
        if (size == numbers.length) {
            grow();
            slot = slot(number, generation, extent);
        }
        numbers[size] = number;
        generations[size] = generation;
        extents[size] = extent;
        size++;
        table[slot] = size;
        return size - 1;
    }

    /** Adds all members of another set. */
    void addAll(ExtentSet other) {
        for (int i = 0; i < other.size; i++) {
            add(other.numbers[i], other.generations[i], other.extents[i]);
        }
    }

    Extent at(int position) {
        return new Extent(new FileId(numbers[position], generations[position]), extents[position]);
    }

    /** The members in their order. */
    List<Extent> sorted() {
        var all = new ArrayList<Extent>(size);
        for (int i = 0; i < size; i++) {
            all.add(at(i));
        }
        Collections.sort(all);
        return all;
    }

    private int slot(long number, int generation, long extent) {
        int mask = table.length - 1;
        int slot = FileId.hash(number, generation, extent) & mask;
        while (table[slot] != 0) {
            int i = table[slot] - 1;
            if (numbers[i] == number && generations[i] == generation && extents[i] == extent) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        int capacity = 2 * size;
        numbers = Arrays.copyOf(numbers, capacity);
        generations = Arrays.copyOf(generations, capacity);
        extents = Arrays.copyOf(extents, capacity);
        table = new int[2 * capacity];
        for (int i = 0; i < size; i++) {
            table[slot(numbers[i], generations[i], extents[i])] = i + 1;
        }
    }
}
