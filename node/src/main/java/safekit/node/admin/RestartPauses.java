package safekit.node.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** How long the restart of a module that died waits: longer each time, until it ran for a while. */
final class RestartPauses {
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration CALM = Duration.ofMinutes(10);

    private final Map<String, Duration> last = new TreeMap<>();

    /** The pause before the restart of a process that had run since then. */
    Duration next(String name, Instant since) {
        Duration before = last.get(name);
        boolean calm = Duration.between(since, Instant.now()).compareTo(CALM) > 0;
        Duration pause = before == null || calm ? FIRST : before.multipliedBy(2);
        pause = pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
        last.put(name, pause);
        return pause;
    }

    /** It ended as it should. */
    void forget(String name) {
        last.remove(name);
    }
}
