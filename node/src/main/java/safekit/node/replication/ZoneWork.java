package safekit.node.replication;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import safekit.core.replication.ResyncPlan;

/** The zones of a file, one after the other, for the readers. Guarded by the sender's lock. */
final class ZoneWork {
    private ZoneWork() {}

    /** From this byte to the end of the file. */
    static CopyWork.Work from(FileCopy copy, CopyWork.File file, long first) {
        return new Range(copy, file, first);
    }

    private static final class Range implements CopyWork.Work {
        private final FileCopy copy;
        private final CopyWork.File file;
        private long at;

        Range(FileCopy copy, CopyWork.File file, long at) {
            this.copy = copy;
            this.file = file;
            this.at = at;
        }

        @Override
        public CopyWork.@Nullable Piece next() {
            if (at >= file.size) {
                copy.scanned(file);
                return null;
            }
            long from = at;
            long to = Math.min(file.size, from + copy.zoneBytes());
            at = to;
            file.open++;
            return () -> copy.zone(file, from, to, this::skip);
        }

        private void skip(long offset) {
            at = Math.max(at, offset / copy.zoneBytes() * copy.zoneBytes());
        }
    }

    /** Extents that the logs name, refined by what is known of their blocks. */
    static CopyWork.Work extents(
            FileCopy copy, CopyWork.File file, ResyncPlan.Data data, Refinement refinement) {
        return new Refined(copy, file, data, refinement);
    }

    private static final class Refined implements CopyWork.Work {
        private final FileCopy copy;
        private final CopyWork.File file;
        private final Refinement refinement;
        private final ArrayDeque<Refinement.Zone> zones = new ArrayDeque<>();
        private final long end;
        private long extent;

        Refined(FileCopy copy, CopyWork.File file, ResyncPlan.Data data, Refinement refinement) {
            this.copy = copy;
            this.file = file;
            this.refinement = refinement;
            extent = data.first();
            end = Math.min(data.first() + data.count(), file.size / copy.extentBytes() + 1);
        }

        @Override
        public CopyWork.@Nullable Piece next() {
            while (zones.isEmpty() && extent < end) {
                zones.addAll(refinement.zones(file.id, extent++));
            }
            if (zones.isEmpty()) {
                copy.scanned(file);
                return null;
            }
            Refinement.Zone zone = zones.remove();
            file.open++;
            if (zone.exact()) {
                return () -> copy.exactly(file, zone.from(), zone.length());
            }
            long step = copy.zoneBytes();
            if (zone.length() > step) {
                zones.addFirst(
                        new Refinement.Zone(zone.from() + step, zone.length() - step, false));
            }
            long to = Math.min(file.size, zone.from() + Math.min(step, zone.length()));
            return () -> copy.zone(file, zone.from(), to, _ -> {});
        }
    }
}
