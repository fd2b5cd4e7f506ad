package safekit.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import safekit.core.replication.Entry;
import safekit.core.replication.Extents;
import safekit.core.replication.FileId;
import safekit.core.replication.FineMap;
import safekit.core.replication.LogRecord;
import safekit.core.replication.Name;
import safekit.core.replication.ResyncPlan;

/**
 * What a simulated tree is made of: the blocks of two files, three names in the root, and the
 * attributes of the files. Each is a place with a number; what is in a place is the number of the
 * write that put it there.
 */
final class Layout {
    /** Two blocks are one extent, two extents one file. */
    static final int EXTENT = 2 * FineMap.BLOCK;

    static final int FILES = 2;
    private static final int PER_EXTENT = EXTENT / FineMap.BLOCK;
    private static final int PER_FILE = 2 * PER_EXTENT;
    private static final int NAMES_FROM = FILES * PER_FILE;
    private static final int NAMES = 3;
    private static final int ATTRIBUTES_FROM = NAMES_FROM + NAMES;

    /** How many places there are. */
    static final int PLACES = ATTRIBUTES_FROM + FILES;

    /**
     * A change of the application: what it touches and what the log must say before.
     *
     * @param atItsEnd whether it gets its number in the stream when it is made, as names do
     */
    record Change(List<Integer> places, List<LogRecord> facts, boolean atItsEnd) {}

    private Layout() {}

    private static FileId file(int index) {
        return new FileId(10L + index, 1);
    }

    private static int fileOf(int place) {
        return place < NAMES_FROM ? place / PER_FILE : place - ATTRIBUTES_FROM;
    }

    private static Entry entry(int place) {
        return new Entry(FileId.root(0), Name.of("n" + (place - NAMES_FROM)));
    }

    static boolean data(int place) {
        return place < NAMES_FROM;
    }

    static FileId fileAt(int place) {
        return file(fileOf(place));
    }

    /** Where in its file a block begins. */
    static long offset(int place) {
        return (long) (place % PER_FILE) * FineMap.BLOCK;
    }

    static long extent(int place) {
        return place % PER_FILE / PER_EXTENT;
    }

    static int blockInExtent(int place) {
        return place % PER_EXTENT;
    }

    /** One place is changed. */
    static Change one(int place) {
        if (data(place)) {
            return new Change(
                    List.of(place),
                    List.of(new LogRecord.Data(fileAt(place), extent(place), 1)),
                    false);
        }
        if (place < ATTRIBUTES_FROM) {
            return new Change(List.of(place), List.of(new LogRecord.NameOf(entry(place))), true);
        }
        return new Change(
                List.of(place), List.of(new LogRecord.AttributesOf(fileAt(place))), false);
    }

    /** Any change: mostly of one place; sometimes a rename, or a cut of a file. */
    static Change drawn(Draw draw) {
        return switch (draw.below(8)) {
            case 0 -> rename(draw.below(NAMES), draw.below(NAMES - 1));
            case 1 -> cut(draw.below(FILES), draw.below(PER_FILE));
            default -> one(draw.below(PLACES));
        };
    }

    /** Both names mean something else afterwards. */
    static Change rename(int from, int to) {
        int other = to < from ? to : to + 1;
        List<Integer> places = List.of(NAMES_FROM + from, NAMES_FROM + other);
        return new Change(
                places,
                List.of(
                        new LogRecord.NameOf(entry(places.getFirst())),
                        new LogRecord.NameOf(entry(places.getLast()))),
                true);
    }

    private static Change cut(int file, int block) {
        var places = new ArrayList<Integer>();
        for (int i = block; i < PER_FILE; i++) {
            places.add(file * PER_FILE + i);
        }
        return new Change(
                places, List.of(new LogRecord.Tail(file(file), block / PER_EXTENT)), false);
    }

    /** Whether these extents name a place. */
    static boolean named(Extents extents, int place) {
        if (data(place)) {
            var file = fileAt(place);
            return extents.contains(file.number(), file.generation(), extent(place));
        }
        return place < ATTRIBUTES_FROM
                ? extents.contains(entry(place))
                : extents.containsAttributes(fileAt(place));
    }

    /** The places that a plan brings over. */
    static Set<Integer> places(ResyncPlan plan) {
        var all = new TreeSet<Integer>();
        for (ResyncPlan.Work work : plan.work()) {
            for (int place = 0; place < PLACES; place++) {
                if (means(work, place)) {
                    all.add(place);
                }
            }
        }
        return all;
    }

    /** Whether a plan brings all from somewhere before this place to the end of its file over. */
    static boolean inTail(ResyncPlan plan, int place) {
        return plan.work().stream()
                .anyMatch(work -> work instanceof ResyncPlan.Tail && means(work, place));
    }

    private static boolean means(ResyncPlan.Work work, int place) {
        boolean name = place >= NAMES_FROM && place < ATTRIBUTES_FROM;
        return switch (work) {
            case ResyncPlan.Everything _ -> true;
            case ResyncPlan.OneName(var entry) -> name && entry.equals(entry(place));
            case ResyncPlan.Data(var file, long first, long count) ->
                    data(place)
                            && file.equals(fileAt(place))
                            && extent(place) >= first
                            && extent(place) < first + count;
            case ResyncPlan.Tail(var file, long first) ->
                    data(place) && file.equals(fileAt(place)) && extent(place) >= first;
            case ResyncPlan.AttributesOf(var file) ->
                    place >= ATTRIBUTES_FROM && file.equals(fileAt(place));
        };
    }
}
