package safekit.node.module;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import safekit.core.config.module.ReplicatedDirectory;
import safekit.core.config.module.Rfs;
import safekit.linux.fuse.FuseOptions;
import safekit.node.heartbeat.Route;
import safekit.node.replication.CopySettings;
import safekit.node.replication.Exclusions;
import safekit.node.replication.ReplicationSettings;
import safekit.node.replication.Selection;

/** What the engine of the replication is told of {@code <rfs>} (spec 04 section 2). */
final class RfsSettings {
    private static final int EXTENT_BYTES = 4 << 20;

    private RfsSettings() {}

    /** Which part of the trees is replicated. */
    static Selection selection(Rfs rfs, Journal journal) throws IOException {
        var exclusions = new ArrayList<Exclusions>();
        for (ReplicatedDirectory directory : rfs.directories()) {
            exclusions.add(Exclusions.of(directory));
        }
        return new Selection(
                exclusions, rfs.acl(), note -> journal.trace("not replicated: " + note, 0));
    }

    /** The kernel's last resort comes well after each wait of ours has ended. */
    static FuseOptions options(Rfs rfs) {
        Duration longest = rfs.timeouts().check();
        for (Duration wait : List.of(rfs.timeouts().lock(), rfs.timeouts().send())) {
            longest = wait.compareTo(longest) > 0 ? wait : longest;
        }
        FuseOptions usual = FuseOptions.WRITE_THROUGH;
        long seconds = Math.max(usual.requestTimeout().toSeconds(), 3 * longest.toSeconds());
        return usual.writeback(rfs.writeback())
                .requestTimeout(Duration.ofSeconds(Math.min(seconds, FuseOptions.LONGEST_TIMEOUT)));
    }

    /** The engine itself: addresses, keys, timeouts. */
    static ReplicationSettings settings(ModuleSetup setup, Rfs rfs, long incarnation)
            throws IOException {
        Route flow = setup.flow();
        return new ReplicationSettings(
                setup.identity(),
                incarnation,
                flow.local(),
                flow.peer(),
                ModuleKey.ofStream(setup),
                setup.settings().acknowledgeOnReceipt(),
                rfs.timeouts().lock().toNanos(),
                rfs.timeouts().send().toNanos(),
                new CopySettings(
                        1024L * rfs.reintegration().bandwidthKilobytes(),
                        rfs.reintegration().timeout().toNanos(),
                        rfs.reintegration().threads(),
                        rfs.sizes().reintegrationBytes(),
                        rfs.reintegration().commitBlocks()),
                setup.settings().pulseNanos(),
                Math.min(EXTENT_BYTES, rfs.sizes().zoneBytes()),
                setup.home().extentLogs());
    }
}
