package safekit.core.mirror;

import java.util.List;
import safekit.core.base.ModuleState;
import safekit.core.script.Action;
import safekit.core.script.ScriptCall;
import safekit.core.script.ScriptTable;

/** Turns rows of the script table into tasks, with mount and addresses at their place. */
final class ScriptRows {
    private ScriptRows() {}

    /** The word of a row that follows the peer (OPEN 07-6). */
    static Action peerDriven(ModuleState from, ModuleState to) {
        return from == to ? Action.start : ScriptTable.peerDrivenAction(from, to);
    }

    /** A row that makes this node serve: mount and addresses come before the start scripts. */
    static void start(Move move, ModuleState to, Action action) {
        for (ScriptCall call : move.calls(to, action)) {
            move.queue(new Task.Script(call));
            if (call.name().equals("transition")) {
                mount(move);
            }
        }
        move.s.scripts = to;
    }

    /** Mounts, then takes the addresses. */
    static void mount(Move move) {
        if (move.s.settings.replicated() && !move.s.mounted) {
            move.queue(new Task.Mount());
        }
        if (move.s.settings.addresses() && !move.s.addressed) {
            move.queue(new Task.TakeAddresses());
        }
    }

    /** Gives the addresses up, then unmounts. */
    static void unmount(Move move) {
        if (move.s.settings.addresses()) {
            move.queue(new Task.DropAddresses());
        }
        if (move.s.settings.replicated()) {
            move.queue(new Task.Unmount());
        }
    }

    /** A script of {@code scripts="on"} (OPEN 04-3), in the one order of scripts. */
    static void hook(Move move, String name) {
        if (move.s.settings.hooks()) {
            var call = new ScriptCall(name, List.of(), List.of(), ScriptCall.Timeout.NONE);
            move.queue(new Task.Script(call));
        }
    }

    /** A row that changes nothing for mount and addresses. */
    static void change(Move move, ModuleState to, Action action) {
        if (move.s.scripts != to) {
            move.scripts(to, action);
        }
    }

    /**
     * Rows 14 to 16: the scripts of the role stop; what a swap has stopped is not stopped again.
     */
    static void stop(Move move, Action action) {
        ModuleState from = move.s.scripts;
        if (from == ModuleState.WAIT || from == ModuleState.STOP) {
            return;
        }
        for (ScriptCall call : move.calls(ModuleState.WAIT, action)) {
            if (!move.s.primStopped || !call.name().equals("stop_prim")) {
                move.queue(new Task.Script(call));
            }
        }
        move.s.scripts = ModuleState.WAIT;
        move.s.primStopped = false;
    }

    /** The first half of a swap row: what stops before the roles change. */
    static void beforeSwap(Move move) {
        for (ScriptCall call : move.calls(ModuleState.SECOND, Action.swap)) {
            if (call.name().equals("transition")) {
                move.s.primStopped = true;
                return;
            }
            move.queue(new Task.Script(call));
        }
    }

    /** The second half of the old primary's swap row. */
    static void afterSwap(Move move) {
        boolean after = false;
        for (ScriptCall call : move.calls(ModuleState.SECOND, Action.swap)) {
            after |= call.name().equals("transition");
            if (after) {
                move.queue(new Task.Script(call));
            }
        }
        move.s.scripts = ModuleState.SECOND;
        move.s.primStopped = false;
    }

    /** The application of a given-up swap is started again. */
    static void startAgain(Move move) {
        move.s.primStopped = false;
        for (ScriptCall call : move.calls(move.s.scripts, Action.restart)) {
            if (call.name().equals("start_prim")) {
                move.queue(new Task.Script(call));
            }
        }
    }
}
