package safekit.core.replication;

/**
 * A set of files in primitive arrays: 12 bytes for a place, at most two thirds of the places taken.
 * Nothing is allocated to look, or to add until it grows. Roots are not members. Not thread-safe.
 */
public final class FileSet {
    private static final int FIRST = 64;

    private long[] numbers = new long[FIRST];
    private int[] generations = new int[FIRST];
    private int size;

    /** The empty set. */
    public FileSet() {}

    /** How many. */
    public int size() {
        return size;
    }

    /** Whether it is a member. */
    public boolean contains(FileId file) {
        return !file.isRoot() && numbers[slot(file.number(), file.generation())] != 0;
    }

    /** Adds it; false when it was there, or is a root. */
    public boolean add(FileId file) {
        if (file.isRoot() || contains(file)) {
            return false;
        }
        if (3 * (size + 1) > 2 * numbers.length) {
            grow();
        }
        put(file.number(), file.generation());
        size++;
        return true;
    }

    /** Removes it; false when it was not there. */
    public boolean remove(FileId file) {
        if (!contains(file)) {
            return false;
        }
        int mask = numbers.length - 1;
        int hole = slot(file.number(), file.generation());
        for (int at = (hole + 1) & mask; numbers[at] != 0; at = (at + 1) & mask) {
            int wanted = FileId.hash(numbers[at], generations[at], 0) & mask;
            if (((at - wanted) & mask) >= ((at - hole) & mask)) {
                numbers[hole] = numbers[at];
                generations[hole] = generations[at];
                hole = at;
            }
        }
        numbers[hole] = 0;
        size--;
        return true;
    }

    /** Removes all and gives the memory back. */
    public void clear() {
        numbers = new long[FIRST];
        generations = new int[FIRST];
        size = 0;
    }

    private int slot(long number, int generation) {
        int mask = numbers.length - 1;
        int slot = FileId.hash(number, generation, 0) & mask;
        while (numbers[slot] != 0 && (numbers[slot] != number || generations[slot] != generation)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void put(long number, int generation) {
        int slot = slot(number, generation);
        numbers[slot] = number;
        generations[slot] = generation;
    }

    private void grow() {
        long[] before = numbers;
        int[] theirs = generations;
        numbers = new long[2 * before.length];
        generations = new int[2 * before.length];
        for (int i = 0; i < before.length; i++) {
            if (before[i] != 0) {
                put(before[i], theirs[i]);
            }
        }
    }
}
