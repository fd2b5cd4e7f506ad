package safekit.core.config.module;

import java.time.Duration;
import java.util.List;
import safekit.core.config.xml.Source;

/**
 * {@code <farm>} (spec 02 section 6). {@code configuredPort} is 0 when the port derives from the
 * module id; the counts are silent pulses of the leader and of a follower.
 */
public record Farm(
        int configuredPort,
        Duration pulse,
        int mlostCount,
        int slostCount,
        List<LanReference> lans,
        Source source) {
    public Farm {
        lans = List.copyOf(lans);
    }

    /** The UDP port of the membership protocol. */
    public int port(int moduleId) {
        return configuredPort == 0 ? ModulePorts.farm(moduleId) : configuredPort;
    }
}
