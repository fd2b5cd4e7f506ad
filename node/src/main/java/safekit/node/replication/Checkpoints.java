package safekit.node.replication;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checkpoints of the machine by their number in the stream: which disks have them. */
final class Checkpoints {
    /** No checkpoint is complete. */
    static final long NONE = -1;

    /** A checkpoint on its way into the stream. */
    static final class Wanted {
        private final long token;
        private final long session;
        private final long begun;
        private long number;
        private long after;

        private Wanted(long token, long session, long begun) {
            this.token = token;
            this.session = session;
            this.begun = begun;
        }

        /** The session that it belongs to. */
        long session() {
            return session;
        }

        /** Its number in the stream. */
        long number() {
            return number;
        }

        /** The last operation before it. */
        long after() {
            return after;
        }
    }

    private final Map<Long, Long> tokens = new HashMap<>();
    private final Map<Long, Integer> halves = new HashMap<>();

    void clear() {
        tokens.clear();
        halves.clear();
    }

    /** Asked for now. */
    static Wanted wanted(Sender sender, long token) {
        sender.lock.lock();
        try {
            return new Wanted(token, sender.session(), sender.underway.begun());
        } finally {
            sender.lock.unlock();
        }
    }

    /**
     * Puts it into the stream; false when the session ended. It waits for the changes that are
     * being made when it is asked for: they are in the log that it retires, and a change of names
     * gets its number in the stream at its end only.
     */
    boolean mark(Sender sender, Wanted wanted) {
        sender.lock.lock();
        try {
            while (sender.session() == wanted.session && !sender.underway.endedUpTo(wanted.begun)) {
                sender.changed.awaitUninterruptibly();
            }
            times(sender, wanted);
            if (sender.session() != wanted.session) {
                return false;
            }
            wanted.number = sender.checkpoint();
            wanted.after = sender.flight().outstanding().newest();
            tokens.put(wanted.number, wanted.token);
            return true;
        } finally {
            sender.lock.unlock();
        }
    }

    /** Those of the files that changed up to now: the log that names the files is retired. */
    private static void times(Sender sender, Wanted wanted) {
        int left = sender.untimed();
        while (left > 0 && sender.session() == wanted.session) {
            int before = sender.untimed();
            sender.sendTimes();
            left -= before - sender.untimed();
            if (left > 0) {
                sender.changed.awaitUninterruptibly();
            }
        }
    }

    /** One of the two disks has it: its token when both do. */
    long half(long number) {
        Long token = tokens.get(number);
        boolean both = token != null && halves.merge(number, 1, Integer::sum) == 2;
        return token != null && both ? token : NONE;
    }

    /** Numbers of this checkpoint; it and those before are forgotten. */
    List<Long> retire(long token) {
        var numbers = new ArrayList<Long>();
        tokens.forEach(
                (number, its) -> {
                    if (its == token) {
                        numbers.add(number);
                    }
                });
        tokens.values().removeIf(value -> value <= token);
        halves.keySet().retainAll(tokens.keySet());
        return numbers;
    }
}
