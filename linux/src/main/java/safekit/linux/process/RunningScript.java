package safekit.linux.process;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A script under way. Its thread waits, caps the output, and ends it with its group. */
public final class RunningScript {
    private static final long LOOK_MILLIS = 250;
    private static final long DYING_LOOK_MILLIS = 20;
    private static final long NOT_STARTED = 0;

    private final Script script;
    private final Consumer<ScriptEnd> ended;
    private final AtomicLong leader = new AtomicLong(NOT_STARTED);
    private final Object wakeUp = new Object();
    private boolean killWanted;
    private boolean exited;

    RunningScript(Script script, Consumer<ScriptEnd> ended) {
        this.script = script;
        this.ended = ended;
    }

    /** Process id, which is its session and process group too; 0 while it is not started. */
    public long leader() {
        return leader.get();
    }

    /**
     * Ends it with its whole group: SIGTERM, and SIGKILL after the grace. Returns at once, any
     * number of calls; the end is reported as usual, as {@link ScriptEnd.Exited} when it had ended
     * before.
     */
    public void kill() {
        synchronized (wakeUp) {
            killWanted = true;
            wakeUp.notifyAll();
        }
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
        try {
            ended.accept(watch(process));
        } catch (InterruptedException interrupted) {
            // Nobody has a reference to this thread.
            throw new AssertionError(interrupted);
        }
    }

    private enum Wake {
        EXIT,
        KILL,
        TIMEOUT
    }

    private ScriptEnd watch(Process process) throws InterruptedException {
        leader.set(process.pid());
        process.onExit().thenRun(this::noticeExit);
        CappedFile capped =
                script.output() instanceof ScriptOutput.ToFile file ? new CappedFile(file) : null;
        Wake wake = await(capped);
        if (wake != Wake.EXIT) {
            endGroup(process);
        }
        int code = process.waitFor();
        if (capped != null) {
            capped.enforce();
        }
        return switch (wake) {
            case EXIT -> new ScriptEnd.Exited(code);
            case KILL -> new ScriptEnd.Killed();
            case TIMEOUT -> new ScriptEnd.TimedOut();
        };
    }

    private void noticeExit() {
        synchronized (wakeUp) {
            exited = true;
            wakeUp.notifyAll();
        }
    }

    private Wake await(@Nullable CappedFile capped) throws InterruptedException {
        long start = System.nanoTime();
        while (true) {
            long leftMillis = LOOK_MILLIS;
            if (!script.timeout().isZero()) {
                Duration spent = Duration.ofNanos(System.nanoTime() - start);
                leftMillis = Math.min(LOOK_MILLIS, script.timeout().minus(spent).toMillis() + 1);
            }
            synchronized (wakeUp) {
                if (exited) {
                    return Wake.EXIT;
                }
                if (killWanted) {
                    return Wake.KILL;
                }
                if (leftMillis <= 0) {
                    return Wake.TIMEOUT;
                }
                wakeUp.wait(leftMillis);
            }
            if (capped != null) {
                capped.enforce();
            }
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
            if (!process.waitFor(DYING_LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                continue;
            }
            synchronized (wakeUp) {
                wakeUp.wait(DYING_LOOK_MILLIS);
            }
        }
        process.destroyForcibly();
        ProcessGroup.kill(process.pid());
    }
}
