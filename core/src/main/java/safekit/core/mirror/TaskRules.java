package safekit.core.mirror;

import org.jspecify.annotations.Nullable;

/** Runs the queued tasks one at a time and goes on at the milestones (spec 07 section 2). */
final class TaskRules {
    private TaskRules() {}

    /** Starts the next task when none runs; milestones are reached on the spot. */
    static void next(Move move) {
        MirrorState s = move.s;
        while (s.task == null && !s.tasks.isEmpty()) {
            Task first = s.tasks.getFirst();
            s.tasks = s.tasks.subList(1, s.tasks.size());
            if (first instanceof Task.Reach(Task.Milestone milestone)) {
                reached(move, milestone);
            } else {
                s.task = first;
                s.taskNumber++;
                if (first instanceof Task.TakeAddresses) {
                    s.addressed = true;
                }
                Display.refresh(move); // A script never runs before the state it runs for is told.
                move.add(new Effect.Run(s.taskNumber, first));
            }
        }
    }

    private static void reached(Move move, Task.Milestone milestone) {
        switch (milestone) {
            case PRESTARTED -> {
                if (move.s.phase == Phase.STARTING) {
                    StartRules.prestarted(move);
                }
            }
            case PRESYNCED -> StartRules.presynced(move);
            case READY -> SwapRules.swapByDefault(move);
            case APPLICATION_STOPPED -> applicationStopped(move);
            case CLOSED -> LeaveRules.closed(move);
            case STOPPED -> {
                if (move.s.phase == Phase.CLOSING) {
                    LeaveRules.stopped(move);
                }
            }
        }
    }

    private static void applicationStopped(Move move) {
        if (move.s.phase == Phase.CLOSING) {
            move.s.role = safekit.core.base.ModuleState.WAIT;
        } else {
            LeaveRules.applicationStopped(move);
        }
    }

    static void ended(Move move, Event.TaskEnded ended) {
        MirrorState s = move.s;
        Task task = s.task;
        if (task == null || ended.task() != s.taskNumber) {
            return;
        }
        s.task = null;
        remember(s, task);
        if (!ended.success()) {
            failed(move, task, ended.detail());
        }
    }

    private static void remember(MirrorState s, Task task) {
        switch (task) {
            case Task.Mount _ -> s.mounted = true;
            case Task.Unmount _ -> s.mounted = false;
            case Task.DropAddresses _ -> s.addressed = false;
            case Task.TakeAddresses _, Task.Check _, Task.Script _, Task.Reach _ -> {}
        }
    }

    /** A script's failure is for the script's log; a mount or an address is the module's life. */
    private static void failed(Move move, @Nullable Task task, String detail) {
        switch (task) {
            case Task.Check _ -> StartRules.refuseToStart(move, detail);
            case Task.Mount _ -> LeaveRules.cannotServe(move, "mount failed: " + detail);
            case Task.TakeAddresses _ ->
                    LeaveRules.cannotServe(move, "a virtual address cannot be taken: " + detail);
            case null, default -> {}
        }
    }
}
