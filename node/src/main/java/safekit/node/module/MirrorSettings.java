package safekit.node.module;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import safekit.core.config.module.Checker;
import safekit.core.config.module.DefaultPrim;
import safekit.core.config.module.Heart;
import safekit.core.config.module.Heartbeat;
import safekit.core.config.module.ModuleConfig;
import safekit.core.config.module.Rfs;
import safekit.core.mirror.Settings;

/** The part of a configuration that the automaton needs. */
final class MirrorSettings {
    /** Both disks are synced this often, so that a crash costs little. */
    private static final Duration CHECKPOINT = Duration.ofSeconds(60);

    private MirrorSettings() {}

    static Settings of(ModuleConfig config, Heart heart, List<String> pair, int node) {
        Rfs rfs = config.rfs();
        List<Heartbeat> heartbeats = heart.heartbeats();
        List<Long> timeouts = heartbeats.stream().map(each -> each.timeout().toNanos()).toList();
        DefaultPrim preferred = config.service().defaultPrim();
        return new Settings(
                node,
                pair.get(node),
                pair.get(1 - node),
                heartbeats.stream().mapToLong(each -> each.pulse().toNanos()).min().orElseThrow(),
                timeouts.stream().mapToLong(Long::longValue).max().orElseThrow(),
                timeouts,
                heartbeats.stream().map(Heartbeat::ident).toList(),
                rfs != null,
                rfs != null && rfs.async() == Rfs.Acknowledgement.SECOND,
                config.checkers().stream().anyMatch(each -> each instanceof Checker.Splitbrain),
                preferred(preferred),
                Math.max(0, pair.indexOf(preferred.node(Map.of()))),
                !config.virtualAddresses().isEmpty(),
                rfs != null && rfs.scripts(),
                CHECKPOINT.toNanos(),
                rfs != null && !rfs.reintegration().syncAt().isEmpty(),
                List.of());
    }

    private static Settings.Preferred preferred(DefaultPrim word) {
        if (word.isNode()) {
            return Settings.Preferred.NODE;
        }
        return word.equals(DefaultPrim.LAST_PRIM)
                ? Settings.Preferred.LAST_PRIM
                : Settings.Preferred.ALONE;
    }
}
