package safekit.node.module;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import safekit.core.base.LocalTimestamp;
import safekit.core.base.Substate;
import safekit.core.config.module.CronSchedule;
import safekit.core.config.module.Rfs;
import safekit.core.failover.Expression;
import safekit.core.failover.Resources;
import safekit.core.message.LogLine;
import safekit.core.message.Message;
import safekit.core.mirror.MirrorState;
import safekit.core.mirror.Phase;
import safekit.node.store.KeptValues;

/**
 * The clock behind {@code syncdelta} and {@code syncat} (spec 04 sections 7 and 9): when both nodes
 * were last synchronised, kept over restarts, and when the next scheduled synchronization begins.
 * The schedule needs no cron. Only for the thread of the loop.
 */
final class SyncWatch {
    private static final String SYNCED = "rfs.synced";
    private static final String CHECKER = "syncedcheck";
    private static final String LAST = "lastSync";
    private static final long KEEP_EVERY_MILLIS = 20_000;

    /** A clock that was set forward by more begins no synchronization for what it jumped over. */
    private static final long MINUTES_LOOKED_AT = 180;

    private final long deltaMillis;
    private final @Nullable CronSchedule schedule;
    private final KeptValues kept;
    private final ResourceBoard board;
    private final Consumer<LogLine> log;
    private long lastSync;
    private long keptSync;
    private long minute = -1;
    private boolean wasSynced;

    private SyncWatch(
            @Nullable Rfs rfs, KeptValues kept, ResourceBoard board, Consumer<LogLine> log) {
        this.kept = kept;
        this.board = board;
        this.log = log;
        boolean active = rfs != null && rfs.reintegration().syncDeltaActive();
        deltaMillis = rfs != null && active ? rfs.reintegration().syncDelta().toMillis() : 0;
        String line = rfs == null ? "" : rfs.reintegration().syncAt();
        schedule = line.isEmpty() ? null : CronSchedule.parse(line);
        lastSync = kept.number(LAST, 0);
        keptSync = lastSync;
    }

    /** Reads when the nodes were last synchronised. */
    static SyncWatch open(@Nullable Rfs rfs, Path file, ResourceBoard board, Consumer<LogLine> log)
            throws IOException {
        return new SyncWatch(rfs, KeptValues.open(file), board, log);
    }

    /** Whether the rule rfs_forceuptodate is active. */
    boolean hasDelta() {
        return deltaMillis > 0;
    }

    /** safeadmin says whether it sees another node of the cluster. */
    void clusterSeen(String value) {
        if (hasDelta()) {
            board.set(Expression.Cluster.RESOURCE, value, "safeadmin");
        }
    }

    /**
     * A turn has passed.
     *
     * @param nowMillis of the Unix epoch
     */
    void turned(MirrorState state, long nowMillis) {
        if (!hasDelta()) {
            return;
        }
        boolean pair = state.phase() == Phase.PRIMARY || state.phase() == Phase.SECONDARY;
        boolean synced = pair && state.shown().substate() == Substate.Ready;
        if (synced) {
            lastSync = nowMillis;
        }
        boolean left = wasSynced && !synced;
        wasSynced = synced;
        if (left || lastSync - keptSync >= KEEP_EVERY_MILLIS) {
            keep();
        }
        long age = nowMillis - lastSync;
        boolean recent = lastSync > 0 && age >= 0 && age < deltaMillis;
        String value = recent && state.tuple().consistent() ? Resources.UP : Resources.DOWN;
        if (board.set(SYNCED, value, CHECKER)) {
            log.accept(ResourceBoard.checked(SYNCED, value, CHECKER));
        }
    }

    private void keep() {
        try {
            kept.put(Map.of(LAST, Long.toString(lastSync)));
            keptSync = lastSync;
        } catch (IOException e) {
            throw new UncheckedIOException("the date of the last synchronization", e);
        }
    }

    /** Whether a scheduled synchronization begins now; true once for each minute that is meant. */
    boolean due(LocalDateTime now) {
        CronSchedule times = schedule;
        if (times == null) {
            return false;
        }
        long current = Math.floorDiv(now.toEpochSecond(ZoneOffset.UTC), 60);
        long from = minute < 0 || current - minute > MINUTES_LOOKED_AT ? current - 1 : minute;
        boolean first = minute < 0;
        minute = Math.max(minute, current);
        for (long each = from + 1; each <= current && !first; each++) {
            if (matches(times, now.minus(Duration.ofMinutes(current - each)))) {
                log.accept(Message.RESOURCE_SET.line("rfs.syncat", Resources.UP, "syncat"));
                return true;
            }
        }
        return false;
    }

    private static boolean matches(CronSchedule times, LocalDateTime at) {
        var time =
                new LocalTimestamp(
                        at.getYear(),
                        at.getMonthValue(),
                        at.getDayOfMonth(),
                        at.getHour(),
                        at.getMinute(),
                        0,
                        0);
        return times.matches(time, at.getDayOfWeek().getValue() % 7);
    }
}
