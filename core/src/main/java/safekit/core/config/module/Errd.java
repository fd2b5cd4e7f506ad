package safekit.core.config.module;

import java.time.Duration;
import java.util.List;
import safekit.core.config.xml.Source;

/** {@code <errd>}, monitoring of processes and services (spec 05 section 1). */
public record Errd(Duration pollTimer, List<MonitoredProcess> processes, Source source) {
    public Errd {
        processes = List.copyOf(processes);
    }
}
