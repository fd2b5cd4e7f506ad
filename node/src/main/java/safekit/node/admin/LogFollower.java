package safekit.node.admin;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import safekit.node.local.Answer;
import safekit.node.store.LogEntry;

/** {@code logview}: the last lines, then new ones as they come, until the caller goes. */
final class LogFollower {
    private static final long POLL_NANOS = 500_000_000;

    private final Records records;
    private final String module;
    private final boolean verbose;

    LogFollower(Records records, String module, boolean verbose) {
        this.records = records;
        this.module = module;
        this.verbose = verbose;
    }

    void follow(int count, Answer answer) {
        long before = records.lastLine(module);
        long last = print(records.log(module, count, verbose), before, answer);
        while (!answer.isAbandoned()) {
            LockSupport.parkNanos(POLL_NANOS);
            last = print(records.logAfter(module, last, verbose), last, answer);
        }
    }

    /** Prints and returns the last of the lines, or what was the last before. */
    private static long print(List<LogEntry> lines, long before, Answer answer) {
        lines.forEach(line -> answer.line(line.print()));
        return lines.isEmpty() ? before : lines.getLast().id();
    }
}
