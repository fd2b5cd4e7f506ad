package safekit.core.replication;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What may differ: extents of data, tails of files, names, attributes, or everything. It only
 * grows. Iteration is sorted, so that equal content gives equal work. Not thread-safe.
 */
public final class Extents {
    private static final int PATH_MAX = 4096;

    private final ExtentSet data = new ExtentSet();
    private final TreeMap<FileId, Long> tails = new TreeMap<>();
    private final TreeMap<FileId, Entry> nodes = new TreeMap<>();
    private final TreeSet<Entry> names = new TreeSet<>();
    private final TreeSet<FileId> attributes = new TreeSet<>();
    private boolean everything;

    /** Nothing differs. */
    public Extents() {}

    /** Whether anything may differ. */
    public boolean everything() {
        return everything;
    }

    /** Whether nothing differs. */
    public boolean isEmpty() {
        return !everything && size() == 0;
    }

    /** How many facts it holds; bounds its memory. */
    public int size() {
        return data.size() + tails.size() + nodes.size() + names.size() + attributes.size();
    }

    /** From now on anything may differ. */
    public void addEverything() {
        everything = true;
    }

    /** Adds one extent. Allocates only to grow. */
    public void add(long number, int generation, long extent) {
        data.add(number, generation, extent);
    }

    /** Adds one fact. */
    public void add(LogRecord fact) {
        switch (fact) {
            case LogRecord.Node(var file, var entry) -> nodes.put(file, entry);
            case LogRecord.Data(var file, long first, long count) -> {
                for (long extent = first; extent < first + count; extent++) {
                    data.add(file.number(), file.generation(), extent);
                }
            }
            case LogRecord.Tail(var file, long first) -> tails.merge(file, first, Math::min);
            case LogRecord.AttributesOf(var file) -> attributes.add(file);
            case LogRecord.NameOf(var entry) -> names.add(entry);
            case LogRecord.Everything() -> everything = true;
        }
    }

    /** Adds all of another one. A node of the other one replaces ours: it is taken as newer. */
    public void addAll(Extents other) {
        data.addAll(other.data);
        other.tails.forEach((file, first) -> tails.merge(file, first, Math::min));
        nodes.putAll(other.nodes);
        names.addAll(other.names);
        attributes.addAll(other.attributes);
        everything |= other.everything;
    }

    /** Whether this extent may differ. Allocates nothing while no file has a tail. */
    public boolean contains(long number, int generation, long extent) {
        if (everything || data.find(number, generation, extent) >= 0) {
            return true;
        }
        if (tails.isEmpty()) {
            return false;
        }
        Long first = tails.get(new FileId(number, generation));
        return first != null && extent >= first;
    }

    /** Whether this name may mean something else. */
    public boolean contains(Entry name) {
        return everything || names.contains(name);
    }

    /** Whether the attributes of this file may differ. */
    public boolean containsAttributes(FileId file) {
        return everything || attributes.contains(file);
    }

    /** Single extents, sorted. */
    public List<Extent> data() {
        return data.sorted();
    }

    /** For each file with a tail the first extent of it. */
    public SortedMap<FileId, Long> tails() {
        return Collections.unmodifiableSortedMap(tails);
    }

    /** The last known name of each file. */
    public SortedMap<FileId, Entry> nodes() {
        return Collections.unmodifiableSortedMap(nodes);
    }

    /** Names, sorted. */
    public SortedSet<Entry> names() {
        return Collections.unmodifiableSortedSet(names);
    }

    /** Files with other attributes, sorted. */
    public SortedSet<FileId> attributes() {
        return Collections.unmodifiableSortedSet(attributes);
    }

    /**
     * Root and names that lead to a file by its nodes, in order; empty when a link is missing. The
     * first element of the answer's names is below the root.
     */
    public Optional<Path> path(FileId file) {
        var reversed = new ArrayList<Name>();
        FileId at = file;
        while (!at.isRoot()) {
            Entry entry = nodes.get(at);
            if (entry == null || reversed.size() == PATH_MAX) {
                return Optional.empty();
            }
            reversed.add(entry.name());
            at = entry.parent();
        }
        return Optional.of(new Path(at, reversed.reversed()));
    }

    /**
     * The same in the ids of another node. A file for which {@code translation} knows no id is left
     * out: it does not exist there, and the record of its name tells what to do.
     */
    public Extents translated(Function<FileId, Optional<FileId>> translation) {
        var result = new Extents();
        result.everything = everything;
        for (Extent extent : data.sorted()) {
            translation
                    .apply(extent.file())
                    .ifPresent(id -> result.add(id.number(), id.generation(), extent.number()));
        }
        for (Map.Entry<FileId, Long> tail : tails.entrySet()) {
            translation
                    .apply(tail.getKey())
                    .ifPresent(id -> result.tails.merge(id, tail.getValue(), Math::min));
        }
        for (FileId file : attributes) {
            translation.apply(file).ifPresent(result.attributes::add);
        }
        for (Entry entry : names) {
            translation
                    .apply(entry.parent())
                    .ifPresent(id -> result.names.add(new Entry(id, entry.name())));
        }
        nodes.forEach(
                (file, entry) -> {
                    Optional<FileId> id = translation.apply(file);
                    Optional<FileId> parent = translation.apply(entry.parent());
                    if (id.isPresent() && parent.isPresent()) {
                        result.nodes.put(id.get(), new Entry(parent.get(), entry.name()));
                    }
                });
        return result;
    }

    /** The facts, in an order in which they can be written down and read again. */
    public List<LogRecord> facts() {
        var all = new ArrayList<LogRecord>();
        if (everything) {
            all.add(new LogRecord.Everything());
        }
        nodes.forEach((file, entry) -> all.add(new LogRecord.Node(file, entry)));
        names.forEach(entry -> all.add(new LogRecord.NameOf(entry)));
        attributes.forEach(file -> all.add(new LogRecord.AttributesOf(file)));
        tails.forEach((file, first) -> all.add(new LogRecord.Tail(file, first)));
        LogRecord.Data run = null;
        for (Extent extent : data.sorted()) {
            if (run != null
                    && run.file().equals(extent.file())
                    && run.first() + run.count() == extent.number()) {
                run = new LogRecord.Data(run.file(), run.first(), run.count() + 1);
            } else {
                if (run != null) {
                    all.add(run);
                }
                run = new LogRecord.Data(extent.file(), extent.number(), 1);
            }
        }
        if (run != null) {
            all.add(run);
        }
        return all;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Extents extents && facts().equals(extents.facts());
    }

    @Override
    public int hashCode() {
        return facts().hashCode();
    }

    @Override
    public String toString() {
        return everything ? "everything" : facts().toString();
    }
}
