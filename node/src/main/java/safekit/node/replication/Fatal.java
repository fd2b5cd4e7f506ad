package safekit.node.replication;

/** What ends the process where a thread's owner would swallow a bug (design.md principle 5). */
final class Fatal {
    private Fatal() {}

    /** Gives a bug to the process's last handler. */
    static void end(Throwable bug) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, bug);
    }
}
