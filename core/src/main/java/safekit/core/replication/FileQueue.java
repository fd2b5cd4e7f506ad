package safekit.core.replication;

import java.util.Arrays;
import java.util.Optional;

/**
 * Files in their order, in primitive arrays: 12 bytes each. Taken from the front or, as from a
 * stack, from the back. Not thread-safe.
 */
public final class FileQueue {
    private static final int FIRST = 64;

    private long[] numbers = new long[FIRST];
    private int[] generations = new int[FIRST];
    private int front;
    private int size;

    /** The empty queue. */
    public FileQueue() {}

    /** How many. */
    public int size() {
        return size;
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** Adds one at the back. */
    public void add(FileId file) {
        if (size == numbers.length) {
            grow();
        }
        int at = (front + size) & (numbers.length - 1);
        numbers[at] = file.number();
        generations[at] = file.generation();
        size++;
    }

    /** Takes the first one. */
    public Optional<FileId> takeFirst() {
        if (size == 0) {
            return Optional.empty();
        }
        var file = new FileId(numbers[front], generations[front]);
        front = (front + 1) & (numbers.length - 1);
        size--;
        return Optional.of(file);
    }

    /** Takes the last one. */
    public Optional<FileId> takeLast() {
        if (size == 0) {
            return Optional.empty();
        }
        size--;
        int at = (front + size) & (numbers.length - 1);
        return Optional.of(new FileId(numbers[at], generations[at]));
    }

    private void grow() {
        int length = numbers.length;
        long[] more = Arrays.copyOf(numbers, 2 * length);
        int[] moreGenerations = Arrays.copyOf(generations, 2 * length);
        System.arraycopy(numbers, 0, more, length, front);
        System.arraycopy(generations, 0, moreGenerations, length, front);
        numbers = more;
        generations = moreGenerations;
    }
}
