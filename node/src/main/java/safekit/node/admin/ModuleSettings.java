package safekit.node.admin;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import safekit.core.config.module.Heart;
import safekit.core.config.module.ModuleConfig;
import safekit.node.home.ModuleHome;
import safekit.node.install.Modules;

/** What safeadmin must know of the active configuration of a module. Thread-safe. */
record ModuleSettings(Modules modules, ClusterSight sight) {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    /** After a third of the heartbeat timeout without answer a process counts as hung. */
    Duration patience(String name) throws IOException {
        return timeout(name).dividedBy(3);
    }

    /** The silence after which a peer of the module counts as gone. */
    Duration timeout(String name) throws IOException {
        ModuleConfig config = modules.active(name);
        Heart heart = config == null ? null : config.heart();
        return heart == null ? DEFAULT_TIMEOUT : heart.timeout();
    }

    /** The setting of {@code safekit failover}, else of the configuration. */
    boolean failover(ModuleHome module) throws IOException {
        @Nullable Boolean set = UserSetting.failover(module).read();
        if (set != null) {
            return set;
        }
        ModuleConfig config = modules.active(module.name());
        return config == null || config.service().failover();
    }
}
