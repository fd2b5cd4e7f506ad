package safekit.core.replication;

import java.util.Arrays;
import java.util.Optional;

/**
 * Files of another node and the files of this one that they are, found from either side: some 40
 * bytes each, in primitive arrays. A file of the other node may be remembered without one of ours.
 * Roots are not members. Not thread-safe.
 */
public final class FilePairs {
    private static final int FIRST = 64;
    private static final int NONE = -1;

    private long[] theirs = new long[FIRST];
    private int[] theirGenerations = new int[FIRST];
    private long[] ours = new long[FIRST];
    private int[] ourGenerations = new int[FIRST];

    /** Positions by the hash of either side, plus one; 0 is free. */
    private int[] byTheirs = new int[2 * FIRST];

    private int[] byOurs = new int[2 * FIRST];
    private int size;

    /** No pair. */
    public FilePairs() {}

    /** How many files of the other node. */
    public int size() {
        return size;
    }

    /** Whether a file of the other node is remembered. */
    public boolean knows(FileId their) {
        return position(their) != NONE;
    }

    /** Our file that a file of the other node is. */
    public Optional<FileId> ours(FileId their) {
        int at = position(their);
        return at == NONE || ours[at] == 0
                ? Optional.empty()
                : Optional.of(new FileId(ours[at], ourGenerations[at]));
    }

    /** The file of the other node that our file is. */
    public Optional<FileId> theirs(FileId our) {
        int entry = byOurs[ourSlot(our.number(), our.generation())];
        return entry == 0
                ? Optional.empty()
                : Optional.of(new FileId(theirs[entry - 1], theirGenerations[entry - 1]));
    }

    /** Makes them a pair; whatever either was before ends, a file that was ours is remembered. */
    public void put(FileId their, FileId our) {
        remove(their);
        theirs(our).ifPresent(this::part);
        if (size == theirs.length) {
            grow();
        }
        theirs[size] = their.number();
        theirGenerations[size] = their.generation();
        ours[size] = our.number();
        ourGenerations[size] = our.generation();
        size++;
        byTheirs[theirSlot(their.number(), their.generation())] = size;
        byOurs[ourSlot(our.number(), our.generation())] = size;
    }

    /** A file of the other node has none here any more; it is remembered. */
    public void part(FileId their) {
        int at = position(their);
        if (at != NONE && ours[at] != 0) {
            free(false, ourSlot(ours[at], ourGenerations[at]));
            ours[at] = 0;
        }
    }

    /** Forgets a file of the other node. */
    public void remove(FileId their) {
        int at = position(their);
        if (at != NONE) {
            part(their);
            free(true, theirSlot(their.number(), their.generation()));
            move(size - 1, at);
            size--;
        }
    }

    /** Forgets all files of the other node that have none here. */
    public void removeParted() {
        for (int at = size - 1; at >= 0; at--) {
            if (ours[at] == 0) {
                remove(new FileId(theirs[at], theirGenerations[at]));
            }
        }
    }

    private int position(FileId their) {
        return byTheirs[theirSlot(their.number(), their.generation())] - 1;
    }

    /** The last one takes the place of one that goes. */
    private void move(int from, int to) {
        if (from == to) {
            return;
        }
        byTheirs[theirSlot(theirs[from], theirGenerations[from])] = to + 1;
        if (ours[from] != 0) {
            byOurs[ourSlot(ours[from], ourGenerations[from])] = to + 1;
        }
        theirs[to] = theirs[from];
        theirGenerations[to] = theirGenerations[from];
        ours[to] = ours[from];
        ourGenerations[to] = ourGenerations[from];
    }

    private int theirSlot(long number, int generation) {
        int mask = byTheirs.length - 1;
        int slot = FileId.hash(number, generation, 0) & mask;
        while (byTheirs[slot] != 0) {
            int at = byTheirs[slot] - 1;
            if (theirs[at] == number && theirGenerations[at] == generation) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private int ourSlot(long number, int generation) {
        int mask = byOurs.length - 1;
        int slot = FileId.hash(number, generation, 0) & mask;
        while (byOurs[slot] != 0) {
            int at = byOurs[slot] - 1;
            if (ours[at] == number && ourGenerations[at] == generation) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    /** Frees a place of a table; those behind it that may move up do. */
    private void free(boolean ofTheirs, int slot) {
        int[] table = ofTheirs ? byTheirs : byOurs;
        int mask = table.length - 1;
        int hole = slot;
        for (int at = (hole + 1) & mask; table[at] != 0; at = (at + 1) & mask) {
            int position = table[at] - 1;
            int wanted =
                    mask
                            & (ofTheirs
                                    ? FileId.hash(theirs[position], theirGenerations[position], 0)
                                    : FileId.hash(ours[position], ourGenerations[position], 0));
            if (((at - wanted) & mask) >= ((at - hole) & mask)) {
                table[hole] = table[at];
                hole = at;
            }
        }
        table[hole] = 0;
    }

    private void grow() {
        int capacity = size + size / 2;
        theirs = Arrays.copyOf(theirs, capacity);
        theirGenerations = Arrays.copyOf(theirGenerations, capacity);
        ours = Arrays.copyOf(ours, capacity);
        ourGenerations = Arrays.copyOf(ourGenerations, capacity);
        if (3L * capacity > 2L * byTheirs.length) {
            int places = 2 * byTheirs.length;
            byTheirs = new int[places];
            byOurs = new int[places];
            for (int at = 0; at < size; at++) {
                byTheirs[theirSlot(theirs[at], theirGenerations[at])] = at + 1;
                if (ours[at] != 0) {
                    byOurs[ourSlot(ours[at], ourGenerations[at])] = at + 1;
                }
            }
        }
    }
}
