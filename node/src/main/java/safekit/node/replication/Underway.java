package safekit.node.replication;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import safekit.core.replication.FileId;
import safekit.linux.fuse.Change;

/**
 * Changes between their announcement and their end, and the zones that a copy reads and sends in
 * one piece. They exclude each other, so that an older zone never follows a newer write in the
 * stream. Guarded by the primary's lock.
 */
final class Underway {
    /** A change that is being made. One object for each worker of the file system, reused. */
    static final class One {
        Change.Kind kind = Change.Kind.WRITE;
        FileId file = FileId.root(0);
        long from;
        long to;

        /** Number of an operation that was sent before it is made, 0 = none. */
        long sequence;

        @Nullable Flight flight;

        /** Whether the operation with that number was a write with data. */
        boolean travelled;

        /** The file whose last name goes away. */
        @Nullable FileId victim;

        /** What its worker has to send when it leaves the lock; only that worker uses it. */
        final Answers answers = new Answers();

        /** The how manieth change it is. */
        long number;

        boolean active;

        private One() {}
    }

    /** A zone of a file, or all names, held still. */
    record Hold(@Nullable FileId file, long from, long to) {
        /** All names of all directories. */
        static Hold names() {
            return new Hold(null, 0, 0);
        }

        /** All of one file, its attributes too. */
        static Hold whole(FileId file) {
            return new Hold(file, 0, Long.MAX_VALUE);
        }
    }

    private final IdentityHashMap<Change, One> ones = new IdentityHashMap<>();
    private final List<Hold> holds = new ArrayList<>();
    private int active;
    private int namesActive;
    private long begun;
    private long namesBegun;

    /** Whether the kind changes names. */
    static boolean ofNames(Change.Kind kind) {
        return switch (kind) {
            case WRITE, TRUNCATE, ALLOCATE, ATTRIBUTES, SET_XATTR, REMOVE_XATTR, SYNC -> false;
            case CREATE, MKDIR, MKNOD, SYMLINK, TMPFILE, LINK, UNLINK, RMDIR, RENAME -> true;
        };
    }

    /** The object of a worker's change. */
    One of(Change change) {
        return ones.computeIfAbsent(change, _ -> new One());
    }

    /** Whether a change has to wait for a hold. */
    boolean held(Change.Kind kind, FileId file, long from, long to) {
        boolean names = ofNames(kind);
        for (Hold hold : holds) {
            boolean hit = names ? hold.file == null : overlaps(hold, file, from, to);
            if (hit && kind != Change.Kind.SYNC) {
                return true;
            }
        }
        return false;
    }

    private static boolean overlaps(Hold hold, FileId file, long from, long to) {
        return file.equals(hold.file) && from < hold.to && hold.from < to;
    }

    void begin(One one) {
        one.active = true;
        one.number = ++begun;
        active++;
        namesActive += ofNames(one.kind) ? 1 : 0;
        namesBegun += ofNames(one.kind) ? 1 : 0;
    }

    void end(One one) {
        one.active = false;
        active--;
        namesActive -= ofNames(one.kind) ? 1 : 0;
        one.victim = null;
        one.flight = null;
    }

    /** From now on no change begins that touches it. */
    void hold(Hold hold) {
        holds.add(hold);
    }

    void release(Hold hold) {
        holds.remove(hold);
    }

    /** Whether nothing that a hold excludes is being made. */
    boolean still(Hold hold) {
        if (hold.file == null) {
            return namesActive == 0;
        }
        for (One one : ones.values()) {
            boolean changes = !ofNames(one.kind) && one.kind != Change.Kind.SYNC;
            if (one.active && changes && overlaps(hold, one.file, one.from, one.to)) {
                return false;
            }
        }
        return true;
    }

    /** Whether no name is being changed. */
    boolean namesStill() {
        return namesActive == 0;
    }

    /** How many changes have begun. */
    long begun() {
        return begun;
    }

    /** How many changes of names have begun. */
    long namesBegun() {
        return namesBegun;
    }

    /** Whether the first so many changes that began have all ended. */
    boolean endedUpTo(long number) {
        for (One one : ones.values()) {
            if (one.active && one.number <= number) {
                return false;
            }
        }
        return true;
    }

    /** Whether nothing is being changed. */
    boolean empty() {
        return active == 0;
    }
}
