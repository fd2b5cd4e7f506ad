package safekit.core.config.module;

import java.time.Duration;
import safekit.core.config.xml.Source;

/**
 * The attributes of {@code <service>} (spec 02 section 4). {@code maxLoop} counts automatic actions
 * within {@code loopInterval}; a zero interval switches the counter off.
 */
public record Service(
        Mode mode,
        BootSetting boot,
        Duration bootDelay,
        boolean failover,
        DefaultPrim defaultPrim,
        int maxLoop,
        Duration loopInterval,
        boolean automaticReboot,
        Source source) {}
