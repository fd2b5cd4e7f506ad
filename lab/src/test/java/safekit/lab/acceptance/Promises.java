package safekit.lab.acceptance;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntPredicate;
import safekit.lab.host.Await;

/** Numbers that a database acknowledged, inserted one after the other by a thread of their own. */
final class Promises implements AutoCloseable {
    private final IntPredicate insert;
    private final List<Integer> kept = new CopyOnWriteArrayList<>();
    private final Thread inserter = new Thread(this::insert, "promises");
    private volatile boolean stopping;

    /**
     * Nothing is inserted before {@link #begin}.
     *
     * @param insert whether the database acknowledged that it inserted this number
     */
    Promises(IntPredicate insert) {
        this.insert = insert;
    }

    void begin() {
        inserter.start();
    }

    /** Waits until some more are acknowledged. */
    void awaitProgress(Duration deadline) {
        int before = kept.size();
        Await.until("inserts are committed", deadline, () -> kept.size() > before + 3);
    }

    /** Those acknowledged until now; ask for what is there afterwards. */
    Set<Integer> acknowledged() {
        return new TreeSet<>(kept);
    }

    @Override
    public void close() {
        stopping = true;
        try {
            inserter.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void insert() {
        for (int number = 1; !stopping; number++) {
            if (insert.test(number)) {
                kept.add(number);
            }
        }
    }
}
