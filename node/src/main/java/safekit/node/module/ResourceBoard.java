package safekit.node.module;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import safekit.core.failover.Resources;
import safekit.core.message.LogLine;
import safekit.core.message.Message;
import safekit.node.store.Dates;
import safekit.node.store.ResourceStore;

/** The resources of this node, with their lines in the log (spec 09 section 6). One thread. */
final class ResourceBoard {
    private static final List<String> FIRST = List.of("state.local", "state.remote");
    private static final List<String> QUIET_PREFIXES =
            List.of("state.", "heartbeat.", "connections.", "heart.");
    private static final int VALUE_COLUMN = 40;
    private static final int DATE_COLUMN = 58;

    private final ResourceStore store;
    private final Map<String, ResourceStore.Assignment> current = new TreeMap<>();
    private Resources snapshot = Resources.NONE;

    ResourceBoard(ResourceStore store) {
        this.store = store;
    }

    /** Assigns; false when it had that value already. */
    boolean set(String name, String value, String by) {
        var before = current.get(name);
        if (before != null && before.value().equals(value)) {
            return false;
        }
        assign(name, value, by);
        return true;
    }

    /** Assigns, also the same value again with a new date. */
    void assign(String name, String value, String by) {
        var assignment = new ResourceStore.Assignment(name, value, Dates.nowMicros(), by);
        current.put(name, assignment);
        snapshot = snapshot.with(name, value);
        store.put(assignment);
    }

    /** The value, empty when it was never assigned. */
    String value(String name) {
        var found = current.get(name);
        return found == null ? "" : found.value();
    }

    Resources snapshot() {
        return snapshot;
    }

    /** The line of a checker's result. */
    static LogLine checked(String name, String value, String checker) {
        var message = value.equals(Resources.DOWN) ? Message.RESOURCE_DOWN : Message.RESOURCE_UP;
        return message.line(name, checker).from(checker);
    }

    /** Whether an assignment by {@code safekit set} is told without being asked (OPEN 09-7). */
    static boolean told(String name) {
        return QUIET_PREFIXES.stream().noneMatch(name::startsWith) && !name.endsWith("_bandwidth");
    }

    /** All, one in a line: name, value and date in columns (OPEN 08-6). */
    String print() {
        var text = new StringBuilder();
        FIRST.forEach(name -> print(text, current.get(name)));
        current.values().stream()
                .filter(each -> !FIRST.contains(each.name()))
                .forEach(each -> print(text, each));
        return text.toString();
    }

    private static void print(
            StringBuilder text, ResourceStore.@org.jspecify.annotations.Nullable Assignment each) {
        if (each == null) {
            return;
        }
        var line = new StringBuilder(each.name());
        pad(line, VALUE_COLUMN).append(each.value());
        pad(line, DATE_COLUMN).append(Dates.toSecond(each.dateMicros()));
        text.append(line).append('\n');
    }

    private static StringBuilder pad(StringBuilder line, int column) {
        do {
            line.append(' ');
        } while (line.length() < column);
        return line;
    }
}
