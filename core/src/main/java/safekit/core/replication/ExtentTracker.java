package safekit.core.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import safekit.core.base.Check;

/**
 * Which extents are durably logged: no write passes before the current log names its extents
 * (design.md section 5, docs/generations.md section 2). At a checkpoint the current log changes;
 * the old one stays until the tuple no longer names it. Single-threaded; {@link #covers} allocates
 * nothing.
 *
 * <p>The cycle: {@link #covers} says no, {@link #missing} says what to write to log {@link
 * #current}, the caller makes it durable and calls {@link #logged}, then asks {@link #covers}
 * again, because a checkpoint may have begun meanwhile.
 *
 * <p>A file is <em>fresh</em> when it was made under a name that the current log names, or in a
 * fresh directory (docs/decisions/018). Whoever looks at what the log names goes through all of it
 * and all that is below it, so nothing more about a fresh file needs to be logged: a fresh tree of
 * any size costs one fact.
 */
public final class ExtentTracker {
    /** Some 40 MB; files made beyond that are logged like old ones. */
    private static final int FRESH_MAX = 1_000_000;

    private final int extentSize;
    private final int factsMax;
    private final TreeMap<Integer, Extents> logs = new TreeMap<>();
    private Extents now = new Extents();
    private ExtentSet fresh = new ExtentSet();
    private int current;

    /**
     * Starts with an empty log.
     *
     * @param extentSize bytes of an extent, a multiple of 4096
     * @param factsMax facts in one log before it says "everything"
     */
    public ExtentTracker(int extentSize, int factsMax, int firstLog) {
        Check.that(
                extentSize > 0 && extentSize % FineMap.BLOCK == 0,
                "an extent is a multiple of 4096 bytes");
        this.extentSize = extentSize;
        this.factsMax = factsMax;
        begin(firstLog);
    }

    /** Bytes of an extent. */
    public int extentSize() {
        return extentSize;
    }

    /** The log that is written now. */
    public int current() {
        return current;
    }

    /** Adds a log that was read from its file after a start; it is not written any more. */
    public void restore(int log, Extents content) {
        Check.that(!logs.containsKey(log), "a log is known once");
        logs.put(log, content);
    }

    /** Whether this write may pass: all its extents are in the current log. */
    public boolean covers(long number, int generation, long offset, long length) {
        if (fresh.find(number, generation, 0) >= 0) {
            return true;
        }
        long last = last(offset, length);
        for (long extent = offset / extentSize; extent <= last; extent++) {
            if (!now.contains(number, generation, extent)) {
                return false;
            }
        }
        return true;
    }

    /**
     * This file was made under this name, or without any: it is fresh when what the log says leads
     * to it. Told after the change and tested now, because the log may be another one meanwhile.
     */
    public void made(FileId file, Optional<Entry> as) {
        boolean found = as.isEmpty() || covers(new LogRecord.NameOf(as.get()));
        if (found && fresh.size() < FRESH_MAX) {
            fresh.add(file.number(), file.generation(), 0);
        }
    }

    /** Whether nothing about this file needs to be logged but its place when it moves. */
    public boolean fresh(FileId file) {
        return fresh.find(file.number(), file.generation(), 0) >= 0;
    }

    /** Whether the current log leads from a root to this file. */
    public boolean leadsTo(FileId file) {
        return file.isRoot() || now.everything() || now.nodes().containsKey(file);
    }

    /**
     * Whether this fact is in the current log, or not needed there. Nodes are needed once for each
     * file, those of fresh directories too: they lead to old files that moved there.
     */
    public boolean covers(LogRecord fact) {
        if (now.everything()) {
            return true;
        }
        return switch (fact) {
            case LogRecord.Node(var file, var entry) -> entry.equals(now.nodes().get(file));
            case LogRecord.Data(var file, long first, long count) ->
                    covers(
                            file.number(),
                            file.generation(),
                            first * extentSize,
                            count * extentSize);
            case LogRecord.Tail(var file, long first) -> {
                Long known = now.tails().get(file);
                yield fresh(file) || (known != null && known <= first);
            }
            case LogRecord.AttributesOf(var file) -> fresh(file) || now.containsAttributes(file);
            case LogRecord.NameOf(var entry) -> fresh(entry.parent()) || now.contains(entry);
            case LogRecord.Everything() -> false;
        };
    }

    /** What must be in the current log before this write passes; the file's node goes before. */
    public List<LogRecord> missing(FileId file, long offset, long length) {
        var facts = new ArrayList<LogRecord>();
        long last = fresh(file) ? -1 : last(offset, length);
        for (long extent = offset / extentSize; extent <= last; extent++) {
            if (!now.contains(file.number(), file.generation(), extent)) {
                facts.add(new LogRecord.Data(file, extent, 1));
            }
        }
        return bounded(facts);
    }

    /** What must be in the current log before the file is cut or extended at this size. */
    public List<LogRecord> missingTail(FileId file, long size) {
        var facts = new ArrayList<LogRecord>();
        var tail = new LogRecord.Tail(file, size / extentSize);
        if (!covers(tail)) {
            facts.add(tail);
        }
        return bounded(facts);
    }

    /** Those of these facts that the current log lacks; "everything" when it is full. */
    public List<LogRecord> missing(List<LogRecord> wanted) {
        var facts = new ArrayList<LogRecord>();
        for (LogRecord fact : wanted) {
            if (!covers(fact)) {
                facts.add(fact);
            }
        }
        return bounded(facts);
    }

    private List<LogRecord> bounded(List<LogRecord> facts) {
        boolean full = !facts.isEmpty() && now.size() + facts.size() > factsMax;
        return full ? List.of(new LogRecord.Everything()) : facts;
    }

    /** These facts are durable in this log. A log dropped meanwhile changes nothing. */
    public void logged(int log, List<LogRecord> facts) {
        Extents extents = logs.get(log);
        if (extents != null) {
            facts.forEach(extents::add);
        }
    }

    /** A checkpoint begins: from now on writes need the new log. */
    public void switchTo(int log) {
        Check.that(log > current, "the number of a log grows");
        begin(log);
    }

    /** The tuple names only these logs and the current one: the others are dropped. */
    public void keep(List<Integer> numbers) {
        logs.keySet().removeIf(log -> log != current && !numbers.contains(log));
    }

    /** The logs that are known, the current one included. */
    public List<Integer> logs() {
        return List.copyOf(logs.keySet());
    }

    /** Their content together; everything when one of them is not known. */
    public Extents union(List<Integer> numbers) {
        var all = new Extents();
        for (int log : numbers) {
            Extents extents = logs.get(log);
            if (extents == null) {
                all.addEverything();
            } else {
                all.addAll(extents);
            }
        }
        return all;
    }

    private void begin(int log) {
        Check.that(!logs.containsKey(log), "a log is begun once");
        current = log;
        now = new Extents();
        fresh = new ExtentSet();
        logs.put(log, now);
    }

    private long last(long offset, long length) {
        return (offset + Math.max(length, 1) - 1) / extentSize;
    }
}
