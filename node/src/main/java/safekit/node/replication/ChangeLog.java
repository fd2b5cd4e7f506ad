package safekit.node.replication;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import safekit.core.generation.Tuple;
import safekit.core.replication.ExtentTracker;
import safekit.core.replication.Extents;
import safekit.core.replication.LogRecord;

/**
 * The extent log that is written now, in memory and on disk. One thread writes for all that wait at
 * the same time, without the primary's lock. Guarded by that lock otherwise.
 */
final class ChangeLog {
    private final ExtentFiles files;
    private final FineMaps fine;
    private final int extentSize;
    private final Consumer<String> failure;
    private ExtentTracker tracker;
    private List<LogRecord> waiting = new ArrayList<>();
    private long asked;
    private long durable;
    private boolean writing;
    private boolean failed;
    private boolean degraded;

    /** The log of a module as its settings say. */
    static ChangeLog of(ReplicationSettings settings, Consumer<String> failure) throws IOException {
        int extentSize = settings.extentSize();
        var files = new ExtentFiles(settings.logs(), extentSize);
        var fine = new FineMaps(settings.logs(), extentSize);
        return new ChangeLog(files, fine, extentSize, failure);
    }

    ChangeLog(ExtentFiles files, FineMaps fine, int extentSize, Consumer<String> failure) {
        this.files = files;
        this.fine = fine;
        this.extentSize = extentSize;
        this.failure = failure;
        tracker = new ExtentTracker(extentSize, ExtentFiles.FACTS_MAX, 0);
    }

    /** Something that is done with the files. */
    interface Act {
        void run() throws IOException;
    }

    /** Does it with the primary's lock; an error of the disk is told, not thrown. */
    void act(Sender sender, Act act) {
        sender.locked(
                () -> {
                    try {
                        act.run();
                    } catch (IOException broken) {
                        failed = true;
                        failure.accept("the extent log cannot be written: " + broken.getMessage());
                    }
                });
    }

    ExtentTracker tracker() {
        return tracker;
    }

    /** Which blocks changed in the extents, while this node is alone. */
    FineMaps fine() {
        return fine;
    }

    /** Whether a fact could not be made durable: changes wait until that is known durably. */
    boolean broken() {
        return failed && !degraded;
    }

    /** Whether changes are made without being logged. */
    boolean degraded() {
        return degraded;
    }

    /** The tuple says that the log is not complete: changes need not be logged any more. */
    void degrade() throws IOException {
        degraded = true;
        fine.end();
    }

    /** Makes these facts durable; returns with the lock when they are, or when it failed. */
    void append(List<LogRecord> facts, Sender sender) {
        waiting.addAll(facts);
        asked++;
        long mine = asked;
        while (durable < mine && !failed) {
            if (writing) {
                sender.changed.awaitUninterruptibly();
            } else {
                writeAll(sender);
            }
        }
    }

    private void writeAll(Sender sender) {
        long upTo = asked;
        List<LogRecord> batch = tracker.missing(waiting);
        waiting = new ArrayList<>();
        writing = true;
        boolean written = false;
        try {
            write(batch, sender);
            durable = failed ? durable : upTo;
            written = true;
        } finally {
            failed |= !written;
            writing = false;
            sender.changed.signalAll();
        }
    }

    private void write(List<LogRecord> batch, Sender sender) {
        if (batch.isEmpty()) {
            return;
        }
        int log = tracker.current();
        sender.lock.unlock();
        try {
            files.append(batch);
        } catch (IOException broken) {
            failed = true;
            failure.accept("the extent log cannot be written: " + broken.getMessage());
            return;
        } finally {
            sender.lock.lock();
        }
        tracker.logged(log, batch);
    }

    /**
     * From now on first writes of extents are in this log. Heals a failure of the one before, whose
     * facts the tuple then does not rely on; a failure of its own stays until the next.
     */
    void track(int log, Tuple own, Sender sender) throws IOException {
        while (writing) {
            sender.changed.awaitUninterruptibly();
        }
        if (log == tracker.current() && !failed) {
            return;
        }
        failed = true;
        if (!sender.forwards()) {
            fine.begin(own, log, older(own, log));
        }
        Extents content = files.exists(log) ? files.read(log) : new Extents();
        var next = new ExtentTracker(extentSize, ExtentFiles.FACTS_MAX, log);
        files.begin(log, content.facts());
        next.logged(log, content.facts());
        for (int other : tracker.logs()) {
            if (other != log && other != 0) {
                next.restore(other, tracker.union(List.of(other)));
            }
        }
        tracker = next;
        failed = false;
        degraded = false;
        sender.changed.signalAll();
    }

    /** What is logged up to now, in memory or by what the tuple names beside the new log. */
    private Extents older(Tuple own, int log) throws IOException {
        var numbers = new ArrayList<>(own.logs().all());
        numbers.remove(Integer.valueOf(log));
        Extents all = tracker.union(tracker.logs());
        all.addAll(union(numbers));
        return all;
    }

    /** What these logs say together. */
    Extents union(List<Integer> logs) throws IOException {
        var all = new Extents();
        for (int log : logs) {
            boolean known = tracker.logs().contains(log);
            all.addAll(known ? tracker.union(List.of(log)) : files.read(log));
        }
        return all;
    }

    /** Only these logs and the one written now are kept. */
    void keep(List<Integer> logs) throws IOException {
        tracker.keep(logs);
        files.keep(logs);
    }

    /** Closes the file. */
    void close() throws IOException {
        files.close();
    }
}
