package safekit.node.warden;

import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import safekit.core.message.CommandLogLine;
import safekit.core.message.Message;
import safekit.node.admin.Records;
import safekit.node.home.Home;
import safekit.node.store.CommandLog;
import safekit.node.store.Dates;
import safekit.node.store.LogEntry;
import safekit.node.store.ModuleLog;
import safekit.node.store.ResourceStore;

/** Logs and resources as safeadmin reads and writes them: the SQLite files of spec 09 section 7. */
public final class StoredRecords implements Records, AutoCloseable {
    private static final List<String> FIRST = List.of("state.local", "state.remote");

    private static final long FLUSH_MILLIS = 1000;

    private final Home home;
    private final CommandLog commands;

    /** Opens the command log of the node. */
    public StoredRecords(Home home) {
        this.home = home;
        commands = new CommandLog(home.nodeLog());
    }

    @Override
    public void commandStarted(String module, long entry, String text) {
        commands.write(CommandLogLine.started(module, entry, text));
    }

    @Override
    public void commandEnded(long entry, int exitCode) {
        commands.write(CommandLogLine.ended(entry, exitCode));
    }

    @Override
    public void clusterEvent(CommandLogLine line) {
        commands.write(line);
    }

    @Override
    public List<String> commandLog(int count) {
        boolean _ = commands.flush(FLUSH_MILLIS);
        try {
            return CommandLog.last(home.nodeLog(), count).stream()
                    .map(CommandLog.Entry::print)
                    .toList();
        } catch (SQLException unreadable) {
            return List.of();
        }
    }

    /** A log that cannot be read is empty. */
    @Override
    public List<LogEntry> log(String module, int count, boolean verbose) {
        try {
            return ModuleLog.last(home.module(module).log(), count, verbose);
        } catch (SQLException unreadable) {
            return List.of();
        }
    }

    @Override
    public List<LogEntry> logAfter(String module, long id, boolean verbose) {
        try {
            return ModuleLog.after(home.module(module).log(), id, verbose);
        } catch (SQLException unreadable) {
            return List.of();
        }
    }

    /** The last values; those of a store that cannot be read are none. */
    @Override
    public List<Resource> resources(String module) {
        try {
            return ResourceStore.current(home.module(module).resources()).stream()
                    .sorted(Comparator.comparing(each -> !FIRST.contains(each.name())))
                    .map(
                            each ->
                                    new Resource(
                                            each.name(),
                                            each.value(),
                                            Dates.toSecond(each.dateMicros())))
                    .toList();
        } catch (SQLException unreadable) {
            return List.of();
        }
    }

    @Override
    public void setResource(String module, String name, String value, String by) {
        try (var store = new ResourceStore(home.module(module).resources())) {
            store.put(new ResourceStore.Assignment(name, value, Dates.nowMicros(), by));
        }
    }

    @Override
    public void print(String module, boolean event, String text) {
        Message message = event ? Message.PRINT_EVENT : Message.PRINT_INFO;
        try (var log = new ModuleLog(home.module(module).log())) {
            log.write(message.line(text), 0);
        }
    }

    @Override
    public void close() {
        commands.close();
    }
}
