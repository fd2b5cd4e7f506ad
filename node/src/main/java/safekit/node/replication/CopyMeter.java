package safekit.node.replication;

import org.jspecify.annotations.Nullable;
import safekit.core.replication.Extents;
import safekit.core.replication.LogRecord;
import safekit.core.replication.ResyncPlan;

/** Measures the reintegration that runs; what all of it is, is counted beside it. Thread-safe. */
final class CopyMeter {
    private final Sender sender;
    private final CopyEstimate total;

    /** The reintegration that runs. */
    private @Nullable Copier work;

    private long begun;
    private CopyProgress last = CopyProgress.NONE;

    CopyMeter(Sender sender, TreeAccess tree) {
        this.sender = sender;
        total = new CopyEstimate(tree, sender.extentSize());
    }

    /** One begins. */
    synchronized void begin(Copier copier, ResyncPlan plan) {
        work = copier;
        begun = System.nanoTime();
        total.begin(all(plan));
    }

    private static Extents all(ResyncPlan plan) {
        var all = new Extents();
        for (ResyncPlan.Work piece : plan.work()) {
            switch (piece) {
                case ResyncPlan.Everything e -> all.addEverything();
                case ResyncPlan.OneName(var entry) -> all.add(new LogRecord.NameOf(entry));
                case ResyncPlan.Data(var file, long first, long count) ->
                        all.add(new LogRecord.Data(file, first, count));
                case ResyncPlan.Tail(var file, long first) ->
                        all.add(new LogRecord.Tail(file, first));
                case ResyncPlan.AttributesOf a -> {}
            }
        }
        return all;
    }

    /** It ended, in whatever way. */
    synchronized void end() {
        CopyProgress now = now();
        work = null;
        total.end();
        last =
                new CopyProgress(
                        false,
                        now.bytesDone(),
                        now.bytesDone(),
                        now.filesDone(),
                        now.filesDone(),
                        now.seconds());
    }

    /** How far it is, or the last one was. */
    synchronized CopyProgress now() {
        Copier copier = work;
        if (copier == null) {
            return last;
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        CopyEstimate.Count count = total.count();
        boolean known = count.done() && count.problem().isEmpty();
        var now = new CopyProgress[1];
        sender.locked(
                () -> {
                    CopyCount done = copier.count();
                    now[0] =
                            new CopyProgress(
                                    true,
                                    done.bytesDone(),
                                    known ? Math.max(count.bytes(), done.bytesDone()) : -1,
                                    done.filesDone(),
                                    known ? Math.max(count.files(), done.filesDone()) : -1,
                                    seconds);
                });
        return now[0];
    }
}
