package safekit.node.module;

import safekit.core.message.Level;
import safekit.core.message.LogLine;
import safekit.node.store.ModuleLog;

/** The module log, and which event its lines follow from. Thread-safe. */
public final class Journal {
    private final ModuleLog log;
    private volatile long taskCause;
    private volatile String lastTrace = "";

    /** Writes into this log. */
    public Journal(ModuleLog log) {
        this.log = log;
    }

    /** The steps of a transition that run from now on follow from this event. */
    void taskFollows(long cause) {
        taskCause = cause;
    }

    /** The event from which the running step follows. */
    long taskCause() {
        return taskCause;
    }

    /** A line of the thread that decides. */
    void write(LogLine line, long cause) {
        log.write(line, cause);
    }

    /** A line of a script, an address or another part that the running step uses. */
    public void ofTask(LogLine line) {
        log.write(line, taskCause);
    }

    /** Why the machine decided; the same sentence again and again is told once. */
    void trace(String text, long cause) {
        if (!text.equals(lastTrace)) {
            lastTrace = text;
            log.write(new LogLine(Level.W, "heart", 0, text), cause);
        }
    }

    /** An error that ends the process. */
    void lastWords(String text, long patienceMillis) {
        log.write(new LogLine(Level.C, "heart", 0, text), 0);
        boolean _ = log.flush(patienceMillis);
    }

    /** Waits until what was written before is in the file. */
    void flush(long patienceMillis) {
        boolean _ = log.flush(patienceMillis);
    }
}
