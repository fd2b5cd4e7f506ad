package safekit.sim;

import java.util.PriorityQueue;

/** Virtual time in nanoseconds, and everything that is going to happen, ordered by (time, age). */
final class Agenda {
    private record Entry(long at, long age, Runnable action) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(age, other.age);
        }
    }

    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private long now = 1_000_000_000L;
    private long ages;

    long now() {
        return now;
    }

    void at(long time, Runnable action) {
        entries.add(new Entry(Math.max(time, now), ages++, action));
    }

    void after(long nanos, Runnable action) {
        at(now + nanos, action);
    }

    /** Runs everything up to that time; {@code afterEach} sees the world after each event. */
    void runUntil(long time, Runnable afterEach, java.util.function.BooleanSupplier broken) {
        while (!entries.isEmpty() && entries.peek().at() <= time && !broken.getAsBoolean()) {
            Entry entry = entries.poll();
            now = entry.at();
            entry.action().run();
            afterEach.run();
        }
        now = Math.max(now, time);
    }
}
