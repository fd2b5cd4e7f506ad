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

    /** Walk through the whole tree by names, hashes before data. */
    public record Everything() implements Work {}

    /** Make this name mean on the receiver what it means here. */
    public record OneName(Entry entry) implements Work {}

    /** Bring these extents over. */
    public record Data(FileId file, long first, long count) implements Work {}

    /** Bring everything from this extent to the end of the file over. */
    public record Tail(FileId file, long first) implements Work {}

    /** Bring size, owner, mode, extended attributes and times over. */
    public record AttributesOf(FileId file) implements Work {}

    /**
     * How far a plan is done.
     *
     * @param work pieces that are done
     * @param extents extents of the next piece that are done
     * @param walked the last path done of {@link Everything}, if it is underway
     */
    public record Position(int work, long extents, Optional<Path> walked) {
        /** Nothing done. */
        public static final Position START = new Position(0, 0, Optional.empty());
    }

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

    private final List<Work> work;
    private final long extents;
    private Position position = Position.START;
    private long extentsDone;
    private long files;
    private long bytes;

    private ResyncPlan(List<Work> work) {
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
            case EVERYTHING -> all.addEverything();
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
        return new ResyncPlan(all.everything() ? List.of(new Everything()) : list(all));
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

    private static void data(
            Map<FileId, List<Work>> byFile, @Nullable Long tail, Data data) {
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
                    all.path(entry.parent()).map(path -> path.names().size()).orElse(Integer.MAX_VALUE);
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

    /** Goes on where an earlier run of an equal plan was. */
    public void resume(Position earlier) {
        Check.that(earlier.work <= work.size(), "a position lies within its plan");
        position = earlier;
    }

    /** Where it is. */
    public Position position() {
        return position;
    }

    /** The piece to do next, empty when all is done; of data only what is left of it. */
    public Optional<Work> next() {
        if (position.work == work.size()) {
            return Optional.empty();
        }
        Work piece = work.get(position.work);
        if (piece instanceof Data(var file, long first, long count)) {
            return Optional.of(
                    new Data(file, first + position.extents, count - position.extents));
        }
        return Optional.of(piece);
    }

    /** Some extents of the next piece are done, from its beginning on. */
    public void advanced(long count, long bytesSent) {
        bytes += bytesSent;
        extentsDone += count;
        position = new Position(position.work, position.extents + count, position.walked);
    }

    /** A walk through everything has done all up to this path. */
    public void walked(Path path, long bytesSent) {
        bytes += bytesSent;
        files++;
        position = new Position(position.work, 0, Optional.of(path));
    }

    /** The next piece is done. */
    public void done() {
        Check.that(position.work < work.size(), "a piece of the plan is done");
        files += work.get(position.work) instanceof AttributesOf ? 1 : 0;
        position = new Position(position.work + 1, 0, Optional.empty());
    }

    /** How far it is, for the user. */
    public Progress progress() {
        return new Progress(work.size(), position.work, extents, extentsDone, files, bytes);
    }
}
