package safekit.linux.process;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** A script under way. Its thread waits, caps the output, and ends it with its group. */
public final class RunningScript {
    private static final long LOOK_MILLIS = 100;
    private static final long DYING_LOOK_MILLIS = 20;

    private final Script script;
    private final LongConsumer started;
    private final Consumer<ScriptEnd> ended;
    private volatile long leader;
    private volatile boolean killWanted;

    RunningScript(Script script, LongConsumer started, Consumer<ScriptEnd> ended) {
        this.script = script;
        this.started = started;
        this.ended = ended;
    }

    /** Process id, which is its session and process group too; 0 while it is not started. */
    public long leader() {
        return leader;
    }

    /**
     * Ends it with its whole group: SIGTERM, and SIGKILL after the grace. Returns at once, any
     * number of calls; begins within a tenth of a second. The end is reported as usual, as {@link
     * ScriptEnd.Exited} when the script had ended before.
     */
    public void kill() {
        killWanted = true;
    }

    /** The life of the watching thread. */
    void run() {
        Process process;
        try {
            process = ScriptRunner.spawn(script);
        } catch (IOException failed) {
            ended.accept(new ScriptEnd.NotStarted(String.valueOf(failed.getMessage())));
            return;
        }
        leader = process.pid();
        started.accept(leader);
        try {
            ended.accept(watch(process));
        } catch (InterruptedException impossible) {
            // Nobody has a reference to this thread.
            throw new AssertionError(impossible);
        }
    }

    private ScriptEnd watch(Process process) throws InterruptedException {
        long start = System.nanoTime();
        while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            limitOutput();
            boolean late = late(Duration.ofNanos(System.nanoTime() - start));
            if (late || killWanted) {
                endGroup(process);
                limitOutput();
                return late ? new ScriptEnd.TimedOut() : new ScriptEnd.Killed();
            }
        }
        limitOutput();
        return new ScriptEnd.Exited(process.exitValue());
    }

    private boolean late(Duration spent) {
        return !script.timeout().isZero() && spent.compareTo(script.timeout()) >= 0;
    }

    private void limitOutput() {
        if (script.output() instanceof ScriptOutput.ToFile file) {
            CappedFile.enforce(file);
        }
    }

    /**
     * Ends everything that is in the group. For a moment after its start the leader has no group of
     * its own yet: then the signals go to the leader alone.
     */
    private void endGroup(Process process) throws InterruptedException {
        if (!ProcessGroup.terminate(process.pid())) {
            process.destroy();
        }
        long end = System.nanoTime() + script.grace().toNanos();
        while (System.nanoTime() < end
                && (process.isAlive() || ProcessGroup.alive(process.pid()))) {
            if (process.waitFor(DYING_LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                // Only what it started is left; there is no event for the end of a group.
                Thread.sleep(DYING_LOOK_MILLIS);
            }
        }
        ProcessGroup.kill(process.pid());
        process.destroyForcibly().waitFor();
    }
}
