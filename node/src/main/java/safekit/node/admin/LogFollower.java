package safekit.node.admin;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import safekit.node.local.Answer;

/** {@code logview}: the last lines, then new ones as they come, until the caller goes. */
final class LogFollower {
    private static final long POLL_NANOS = 500_000_000;
    private static final int MOST_NEW = 2000;

    private final Records records;
    private final String module;
    private final boolean verbose;

    LogFollower(Records records, String module, boolean verbose) {
        this.records = records;
        this.module = module;
        this.verbose = verbose;
    }

    void follow(int count, Answer answer) {
        List<String> seen = records.log(module, count, verbose);
        seen.forEach(answer::line);
        while (!answer.isAbandoned()) {
            LockSupport.parkNanos(POLL_NANOS);
            List<String> now = records.log(module, MOST_NEW, verbose);
            int first = seen.isEmpty() ? 0 : now.lastIndexOf(seen.getLast()) + 1;
            now.subList(first, now.size()).forEach(answer::line);
            seen = now;
        }
    }
}
