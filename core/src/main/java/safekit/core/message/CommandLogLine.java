package safekit.core.message;

import java.util.Locale;
import safekit.core.base.LocalTimestamp;

/**
 * One line of the node's command log (spec 09 section 5): START and END of a command that changes
 * something, or an event of the cluster.
 *
 * @param type {@code safekit} or {@code cluster}; empty on END
 * @param module name of the module, or empty
 * @param pid number of the entry; START and END of one command share it; 0 for cluster events
 * @param phase {@code START}, {@code END} or a level letter
 * @param text arguments, exit value or event
 */
public record CommandLogLine(String type, String module, long pid, String phase, String text) {
    /** Event of the cluster: the global module table changed. */
    public static CommandLogLine clusterStateUpdated() {
        return clusterEvent("", "update cluster state");
    }

    /** Event of the cluster: a module changed its state on a node. */
    public static CommandLogLine moduleStateChanged(String module, String node) {
        return clusterEvent(module, "module state change on node " + node);
    }

    /** A command begins. */
    public static CommandLogLine started(String module, long pid, String arguments) {
        return new CommandLogLine("safekit", module, pid, "START", arguments);
    }

    /** A command ended with this exit value. */
    public static CommandLogLine ended(long pid, int exitValue) {
        return new CommandLogLine("", "", pid, "END", Integer.toString(exitValue));
    }

    private static CommandLogLine clusterEvent(String module, String text) {
        return new CommandLogLine("cluster", module, 0, Level.I.name(), text);
    }

    /** Columns of 9, 8, 5 and 5 characters, right aligned; a longer value is never cut. */
    public String print(LocalTimestamp date) {
        return String.format(
                Locale.ROOT,
                "| %s | %9s | %8s | %5d | %5s | %s",
                date.withMicroseconds(),
                type,
                module,
                pid,
                phase,
                text);
    }
}
