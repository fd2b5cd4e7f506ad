package safekit.node.replication;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import safekit.core.replication.BlockCompare;
import safekit.core.replication.Extent;
import safekit.core.replication.Extents;
import safekit.core.replication.FileId;
import safekit.core.replication.FineMap;

/**
 * Which parts of an extent that a log names a reintegration looks at: the blocks that changed where
 * the fine map knows them, all of it where it does not or where the receiver changed something too.
 * Takes the primary's lock, because the map goes on.
 */
final class Refinement {
    /**
     * A part of a file.
     *
     * @param exact whether it is copied without a comparison: less than what one is worth
     */
    record Zone(long from, long length, boolean exact) {}

    private final Sender sender;
    private final @Nullable FineMap map;
    private final Extents receivers;

    /**
     * By this map.
     *
     * @param receivers what the logs of the receiver name, in our ids
     */
    Refinement(Sender sender, @Nullable FineMap map, Extents receivers) {
        this.sender = sender;
        this.map = map;
        this.receivers = receivers;
    }

    /** The parts of one extent, in order. */
    List<Zone> zones(FileId file, long number) {
        sender.lock.lock();
        try {
            var extent = new Extent(file, number);
            FineMap fine = map;
            boolean refined =
                    fine != null
                            && fine.knows(extent)
                            && !receivers.contains(file.number(), file.generation(), number);
            long size = sender.extentSize();
            return refined && fine != null
                    ? runs(fine, extent, number * size)
                    : List.of(new Zone(number * size, size, false));
        } finally {
            sender.lock.unlock();
        }
    }

    private static List<Zone> runs(FineMap fine, Extent extent, long begin) {
        var zones = new ArrayList<Zone>();
        for (int from = fine.nextChanged(extent, 0); from >= 0; ) {
            int to = fine.nextUnchanged(extent, from);
            long length = (long) (to - from) * FineMap.BLOCK;
            long at = begin + (long) from * FineMap.BLOCK;
            zones.add(new Zone(at, length, length < BlockCompare.COARSE));
            from = fine.nextChanged(extent, to);
        }
        return zones;
    }
}
