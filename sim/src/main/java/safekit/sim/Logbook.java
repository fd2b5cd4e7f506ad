package safekit.sim;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import safekit.core.bytes.Refused;
import safekit.core.generation.Meeting;
import safekit.core.generation.Standing;
import safekit.core.generation.Tuple;
import safekit.core.replication.Extent;
import safekit.core.replication.ExtentTracker;
import safekit.core.replication.Extents;
import safekit.core.replication.FineMap;
import safekit.core.replication.FineMapFile;
import safekit.core.replication.LogRecord;
import safekit.core.replication.ResyncPlan;

/**
 * What a module process knows of its extent logs: the product's {@link ExtentTracker}, the fine map
 * of a lone node, and the plan of a reintegration. Gone with the process; the files are the disk's.
 */
final class Logbook {
    private static final int EXTENTS_MAX = 3;

    private final World world;
    private final Disk disk;
    private ExtentTracker tracker = fresh(0);
    private @Nullable FineMap fine;

    /** Facts that are being written, and to which log. */
    private List<LogRecord> writing = List.of();

    private int writingTo;

    Logbook(World world, Disk disk) {
        this.world = world;
        this.disk = disk;
    }

    private static ExtentTracker fresh(int log) {
        return new ExtentTracker(Layout.EXTENT, LogFile.FACTS_MAX, log);
    }

    /** The process ends; with the power the batch that is being written may be torn. */
    void lost(boolean power, Draw draw) {
        LogFile file = disk.logs.get(writingTo);
        if (!writing.isEmpty() && file != null) {
            if (power) {
                file.tear(writing, draw);
            } else {
                file.append(writing);
            }
        }
        writing = List.of();
        tracker = fresh(0);
        fine = null;
    }

    // ---- before a change

    /** What the log lacks for this change. */
    List<LogRecord> missing(Layout.Change change) {
        List<LogRecord> facts = change.facts();
        boolean one = facts.size() < 2 || world.obeys(DataRule.BOTH_NAMES_LOGGED);
        return tracker.missing(one ? facts : facts.subList(0, 1));
    }

    /** Whether a batch is on its way to the disk: one at a time. */
    boolean busy() {
        return !writing.isEmpty();
    }

    void begins(List<LogRecord> facts) {
        writing = facts;
        writingTo = tracker.current();
    }

    /** The batch is on the disk. */
    void ends() {
        disk.log(writingTo).append(writing);
        tracker.logged(writingTo, writing);
        writing = List.of();
    }

    /** A block changes. */
    void written(int place) {
        FineMap map = fine;
        if (map != null && Layout.data(place)) {
            var file = Layout.fileAt(place);
            map.written(file.number(), file.generation(), Layout.offset(place), FineMap.BLOCK);
        }
    }

    // ---- orders

    /** As the product's ChangeLog does it. */
    void track(int log, boolean alone) {
        if (busy()) { // The product waits for the batch before it turns to another file.
            ends();
        }
        Tuple own = disk.tuple;
        if (alone) {
            beginFine(own, log);
        }
        Extents content = disk.logs.containsKey(log) ? read(log) : new Extents();
        disk.logs.put(log, new LogFile(log));
        disk.log(log).append(content.facts());
        var next = fresh(log);
        next.logged(log, content.facts());
        for (int other : tracker.logs()) {
            if (other != log && other != 0) {
                next.restore(other, tracker.union(List.of(other)));
            }
        }
        tracker = next;
    }

    private Extents read(int log) {
        LogFile file = disk.logs.get(log);
        return file == null
                ? LogFile.everything()
                : file.read(world.obeys(DataRule.TORN_LOG_COUNTS));
    }

    private void beginFine(Tuple own, int log) {
        var older = tracker.union(tracker.logs());
        var numbers = new ArrayList<>(own.logs().all());
        numbers.remove(Integer.valueOf(log));
        older.addAll(union(numbers));
        FineMap next = fine == null ? saved(own, log) : fine;
        disk.fineMap = new byte[0];
        fine = next == null ? new FineMap(Layout.EXTENT, EXTENTS_MAX, older) : next;
        fine.beyond(older);
    }

    private @Nullable FineMap saved(Tuple own, int log) {
        if (disk.fineMap.length == 0 || !holds(own)) {
            return null;
        }
        try {
            var bytes = ByteBuffer.wrap(disk.fineMap);
            return FineMapFile.read(bytes, belonging(own, log), EXTENTS_MAX);
        } catch (Refused refused) {
            return null;
        }
    }

    private static boolean holds(Tuple own) {
        return own.logValid() && own.consistent() && own.standing() == Standing.SOLE;
    }

    private static FineMapFile.Belonging belonging(Tuple own, int without) {
        var logs = new ArrayList<>(own.logs().changes());
        logs.remove(Integer.valueOf(without));
        return new FineMapFile.Belonging(own.id(), logs);
    }

    /** A lone node stops in order. */
    void saveFine() {
        FineMap map = fine;
        if (map != null && holds(disk.tuple)) {
            disk.fineMap = FineMapFile.write(map, belonging(disk.tuple, 0));
        }
    }

    void endFine() {
        fine = null;
        disk.fineMap = new byte[0];
    }

    void discardFine() {
        disk.fineMap = new byte[0];
    }

    /** What the tuple names is kept. */
    void keep(Tuple kept) {
        List<Integer> named = kept.logs().all();
        tracker.keep(named);
        disk.logs.keySet().removeIf(log -> log != tracker.current() && !named.contains(log));
    }

    // ---- a reintegration

    /** What these logs say together. */
    Extents union(List<Integer> logs) {
        var all = new Extents();
        for (int log : logs) {
            boolean known = tracker.logs().contains(log);
            all.addAll(known ? tracker.union(List.of(log)) : read(log));
        }
        return all;
    }

    /** The places to bring over, given what the receiver knows. */
    Set<Integer> toCopy(Meeting.Copy copy, Frame.Logs receiver) {
        var logs = disk.tuple.logs();
        boolean counts = world.obeys(DataRule.RECEIVERS_ACTIVITY_COUNTS);
        var theirs =
                new ResyncPlan.Knowledge(
                        receiver.changes(), counts ? receiver.activity() : new Extents());
        var changes = copy == Meeting.Copy.SINCE_POINT ? logs.point() : logs.changes();
        var mine = new ResyncPlan.Knowledge(union(changes), union(logs.activity()));
        var plan = ResyncPlan.of(copy, mine, theirs);
        var places = new TreeSet<>(Layout.places(plan));
        var receivers = new Extents();
        receivers.addAll(theirs.changes());
        receivers.addAll(theirs.activity());
        boolean everything = plan.work().stream().anyMatch(ResyncPlan.Everything.class::isInstance);
        if (!everything) {
            Set<Integer> tails = tails(plan);
            places.removeIf(place -> !tails.contains(place) && unchanged(place, receivers));
        }
        return places;
    }

    private static Set<Integer> tails(ResyncPlan plan) {
        var all = new TreeSet<Integer>();
        for (int place = 0; place < Layout.PLACES; place++) {
            if (Layout.inTail(plan, place)) {
                all.add(place);
            }
        }
        return all;
    }

    /** Whether the fine map says that this block of an extent in the logs did not change. */
    private boolean unchanged(int place, Extents receivers) {
        FineMap map = fine;
        if (map == null || !Layout.data(place)) {
            return false;
        }
        var file = Layout.fileAt(place);
        var extent = new Extent(file, Layout.extent(place));
        boolean theirs =
                receivers.contains(file.number(), file.generation(), extent.number())
                        && world.obeys(DataRule.FINE_MAP_IS_OURS_ONLY);
        return map.knows(extent) && !theirs && !map.changed(extent, Layout.blockInExtent(place));
    }
}
