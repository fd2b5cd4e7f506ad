package safekit.node.admin;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import safekit.core.message.CommandLogLine;
import safekit.node.store.LogEntry;

/** Keeps the command log alone: beginnings as their text, ends as their exit code. */
final class NotedRecords implements Records {
    final List<String> commands = new CopyOnWriteArrayList<>();

    @Override
    public void commandStarted(String module, long entry, String text) {
        commands.add(text);
    }

    @Override
    public void commandEnded(long entry, int exitCode) {
        commands.add("" + exitCode);
    }

    @Override
    public void clusterEvent(CommandLogLine line) {}

    @Override
    public List<String> commandLog(int count) {
        return List.of();
    }

    @Override
    public List<LogEntry> log(String module, int count, boolean verbose) {
        return List.of();
    }

    @Override
    public List<LogEntry> logAfter(String module, long id, boolean verbose) {
        return List.of();
    }

    @Override
    public List<Resource> resources(String module) {
        return List.of();
    }

    @Override
    public void setResource(String module, String name, String value, String by) {}

    @Override
    public void print(String module, boolean event, String text) {}
}
