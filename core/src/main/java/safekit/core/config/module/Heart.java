package safekit.core.config.module;

import java.time.Duration;
import java.util.List;
import safekit.core.config.xml.Source;

/**
 * {@code <heart>} (spec 02 section 5). {@code configuredPort} is 0 when the port derives from the
 * module id.
 */
public record Heart(
        int configuredPort,
        Duration pulse,
        Duration timeout,
        boolean permanentArp,
        List<Heartbeat> heartbeats,
        Source source) {
    public Heart {
        heartbeats = List.copyOf(heartbeats);
    }

    /** The UDP port of all heartbeats. */
    public int port(int moduleId) {
        return configuredPort == 0 ? ModulePorts.heartbeat(moduleId) : configuredPort;
    }
}
