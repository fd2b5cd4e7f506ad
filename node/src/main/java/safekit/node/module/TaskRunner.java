package safekit.node.module;

import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;
import safekit.core.base.Check;
import safekit.core.mirror.Effect;
import safekit.core.mirror.Task;

/** Runs the steps of transitions on one thread; the machine gives one at a time. */
final class TaskRunner {
    private final Scripts scripts;
    private final Addresses addresses;
    private final Replication replication;
    private final Done done;
    private final LinkedBlockingQueue<Effect.Run> queue = new LinkedBlockingQueue<>(4);
    private final Thread thread;

    /** Told when a step ended; the detail says why it failed. */
    interface Done {
        void ended(long task, boolean success, String detail);
    }

    TaskRunner(Scripts scripts, Addresses addresses, Replication replication, Done done) {
        this.scripts = scripts;
        this.addresses = addresses;
        this.replication = replication;
        this.done = done;
        thread = Thread.ofPlatform().daemon().name("tasks").start(this::work);
    }

    void run(Effect.Run run) {
        Check.that(queue.offer(run), "the machine runs one task at a time");
    }

    void close() {
        thread.interrupt();
    }

    private void work() {
        try {
            while (true) {
                Effect.Run run = queue.take();
                execute(run);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void execute(Effect.Run run) {
        try {
            boolean success = true;
            switch (run.step()) {
                case Task.Script(var call) -> success = scripts.run(call);
                case Task.Check _ -> replication.check();
                case Task.Mount _ -> {
                    // The addresses come next: the probe waits while the directories are mounted.
                    addresses.expect();
                    replication.mount();
                }
                case Task.Unmount _ -> replication.unmount();
                case Task.TakeAddresses _ -> addresses.take();
                case Task.DropAddresses _ -> addresses.drop();
                case Task.Reach _ -> throw new Check.BrokenInvariant("milestones stay in core");
            }
            done.ended(run.task(), success, success ? "" : "the script failed");
        } catch (IOException e) {
            done.ended(run.task(), false, String.valueOf(e.getMessage()));
        }
    }
}
