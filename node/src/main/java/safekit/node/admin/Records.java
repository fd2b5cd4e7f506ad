package safekit.node.admin;

import java.util.List;
import safekit.core.message.CommandLogLine;
import safekit.node.store.LogEntry;

/**
 * Logs and resources on disk, for what safeadmin reads and writes itself: the command log of the
 * node, and the log and resources of modules (spec 09).
 */
public interface Records {
    /** A command that modifies something begins; {@code module} may be empty. */
    void commandStarted(String module, long entry, String text);

    /** It ended. */
    void commandEnded(long entry, int exitCode);

    /** The global module table changed. */
    void clusterEvent(CommandLogLine line);

    /** The last lines of the command log, oldest first, as they are printed. */
    List<String> commandLog(int count);

    /** The last lines of the module log, oldest first. */
    List<LogEntry> log(String module, int count, boolean verbose);

    /** The lines of the module log that came after this one, oldest first, at most 1000. */
    List<LogEntry> logAfter(String module, long id, boolean verbose);

    /** The last line of the module log, 0 when there is none. */
    default long lastLine(String module) {
        List<LogEntry> last = log(module, 1, true);
        return last.isEmpty() ? 0 : last.getFirst().id();
    }

    /** The resources of a module without process, main ones first. */
    List<Resource> resources(String module);

    /** Sets a resource of a module without process. */
    void setResource(String module, String name, String value, String by);

    /** Writes a line of {@code printe} (event) or {@code printi} for a module without process. */
    void print(String module, boolean event, String text);

    /** A resource; {@code date} is printed as it is. */
    record Resource(String name, String value, String date) {}
}
