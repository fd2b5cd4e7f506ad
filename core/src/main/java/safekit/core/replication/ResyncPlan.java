package safekit.core.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import safekit.core.base.Check;
import safekit.core.generation.Meeting;

/**
 * What the sender of a reintegration does, in order, with progress (docs/generations.md section 5,
 * invariant R3). Deterministic: equal knowledge gives the same list. Single-threaded.
 *
 * <p>Names come first, a directory before what is in it; then file by file data and, because
 * copying data changes times, the attributes; then the attributes of directories.
 */
public final class ResyncPlan {

    /** One piece of work. File ids are the sender's. */
    public sealed interface Work {}

    /**
     * Walk through the whole tree by names, hashes before data.
     *
     * @param after the last path that an earlier walk has done
     */
    public record Everything(Optional<Path> after) implements Work {}

    /** Make this name mean on the receiver what it means here. */
    public record OneName(Entry entry) implements Work {}

    /** Bring these extents over. */
    public record Data(FileId file, long first, long count) implements Work {}

    /** Bring everything from this extent to the end of the file over. */
    public record Tail(FileId file, long first) implements Work {}

    /** Bring size, owner, mode, extended attributes and times over. */
    public record AttributesOf(FileId file) implements Work {}

    /**
     * For the user.
     *
     * @param work pieces in all
     * @param workDone pieces done
     * @param extents extents in all, without tails
     * @param extentsDone extents done
     * @param files files done
     * @param bytes bytes of data sent
     */
    public record Progress(
            int work, int workDone, long extents, long extentsDone, long files, long bytes) {}

    private final Extents known;
    private final List<Work> work;
    private final long extents;
    private int at;
    private long partDone;
    private Optional<Path> walked = Optional.empty();
    private long extentsDone;
    private long files;
    private long bytes;

    private ResyncPlan(Extents known, List<Work> work) {
        this.known = known;
        this.work = List.copyOf(work);
        long sum = 0;
        for (Work piece : work) {
            sum += piece instanceof Data data ? data.count() : 0;
        }
        extents = sum;
    }

    /** What one side knows. Ids of the receiver are translated to the sender's. */
    public record Knowledge(Extents changes, Extents activity) {}

    /** Plans a copy. */
    public static ResyncPlan of(Meeting.Copy copy, Knowledge sender, Knowledge receiver) {
        var all = new Extents();
        switch (copy) {
            case EVERYTHING, SINCE_DATE -> all.addEverything();
            case SINCE_POINT -> all.addAll(sender.changes);
            case ACTIVITIES -> {
                all.addAll(receiver.activity);
                all.addAll(sender.activity);
            }
            case SENDER_CHANGES -> {
                all.addAll(receiver.activity);
                all.addAll(sender.changes);
            }
            case ALL_CHANGES -> {
                all.addAll(receiver.changes);
                all.addAll(receiver.activity);
                all.addAll(sender.activity);
                all.addAll(sender.changes);
            }
        }
        return of(all);
    }

    private static ResyncPlan of(Extents all) {
        boolean everything = all.everything();
        List<Work> work = everything ? List.of(new Everything(Optional.empty())) : list(all);
        return new ResyncPlan(all, work);
    }

    private static List<Work> list(Extents all) {
        var work = new ArrayList<Work>(names(all));
        var directories = new TreeSet<FileId>();
        for (Entry entry : all.names()) {
            directories.add(entry.parent());
        }
        var byFile = new TreeMap<FileId, List<Work>>();
        for (LogRecord fact : all.facts()) {
            if (fact instanceof LogRecord.Data(var file, long first, long count)) {
                data(byFile, all.tails().get(file), new Data(file, first, count));
            }
        }
        for (Map.Entry<FileId, Long> tail : all.tails().entrySet()) {
            of(byFile, tail.getKey()).add(new Tail(tail.getKey(), tail.getValue()));
        }
        for (FileId file : all.attributes()) {
            if (!directories.contains(file)) {
                of(byFile, file);
            }
        }
        byFile.forEach(
                (file, pieces) -> {
                    work.addAll(pieces);
                    work.add(new AttributesOf(file));
                });
        directories.forEach(directory -> work.add(new AttributesOf(directory)));
        return work;
    }

    private static void data(Map<FileId, List<Work>> byFile, @Nullable Long tail, Data data) {
        long count = tail == null ? data.count : Math.min(data.count, tail - data.first);
        if (count > 0) {
            of(byFile, data.file).add(new Data(data.file, data.first, count));
        }
    }

    private static List<Work> of(Map<FileId, List<Work>> byFile, FileId file) {
        return byFile.computeIfAbsent(file, key -> new ArrayList<>());
    }

    /** Names by the depth of their directory; those whose way is not known come last. */
    private static List<Work> names(Extents all) {
        var byDepth = new TreeMap<Integer, List<Work>>();
        for (Entry entry : all.names()) {
            int depth =
                    all.path(entry.parent())
                            .map(path -> path.names().size())
                            .orElse(Integer.MAX_VALUE);
            byDepth.computeIfAbsent(depth, key -> new ArrayList<>()).add(new OneName(entry));
        }
        var work = new ArrayList<Work>();
        byDepth.values().forEach(work::addAll);
        return work;
    }

    /** All of it, in order. */
    public List<Work> work() {
        return work;
    }

    /**
     * The plan that goes on after an interruption: what is left of this one and what changed since
     * it began. Only while all that the receiver got is still in its memory or on its disk.
     */
    public ResyncPlan rest(Extents since) {
        var all = new Extents();
        known.nodes().forEach((file, entry) -> all.add(new LogRecord.Node(file, entry)));
        all.addAll(since);
        if (all.everything()) {
            return of(all);
        }
        var walk = new ArrayList<Work>();
        for (int i = at; i < work.size(); i++) {
            switch (i == at ? left(work.get(i)) : work.get(i)) {
                case Everything everything -> walk.add(everything);
                case OneName(var entry) -> all.add(new LogRecord.NameOf(entry));
                case Data(var file, long first, long count) ->
                        all.add(new LogRecord.Data(file, first, count));
                case Tail(var file, long first) -> all.add(new LogRecord.Tail(file, first));
                case AttributesOf(var file) -> all.add(new LogRecord.AttributesOf(file));
            }
        }
        walk.addAll(list(all));
        return new ResyncPlan(all, walk);
    }

    /** The piece to do next, empty when all is done; only what is left of it. */
    public Optional<Work> next() {
        return at == work.size() ? Optional.empty() : Optional.of(left(work.get(at)));
    }

    private Work left(Work piece) {
        return switch (piece) {
            case Data(var file, long first, long count) ->
                    new Data(file, first + partDone, count - partDone);
            case Everything(var after) -> new Everything(walked.or(() -> after));
            default -> piece;
        };
    }

    /** Some extents of the next piece are done, from its beginning on. */
    public void advanced(long count, long bytesSent) {
        bytes += bytesSent;
        boolean data = work.get(at) instanceof Data;
        extentsDone += data ? count : 0;
        partDone += data ? count : 0;
    }

    /** A walk through everything has done all up to this path. */
    public void walked(Path path, long bytesSent) {
        bytes += bytesSent;
        files++;
        walked = Optional.of(path);
    }

    /** The next piece is done. */
    public void done() {
        Check.that(at < work.size(), "a piece of the plan is done");
        Work piece = work.get(at);
        extentsDone += piece instanceof Data data ? data.count() - partDone : 0;
        files += piece instanceof AttributesOf ? 1 : 0;
        at++;
        partDone = 0;
        walked = Optional.empty();
    }

    /** How far it is, for the user. */
    public Progress progress() {
        return new Progress(work.size(), at, extents, extentsDone, files, bytes);
    }
}
