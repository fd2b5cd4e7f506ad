package safekit.node.admin;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import safekit.core.base.DisplayState;
import safekit.core.base.ModuleState;
import safekit.core.base.Substate;
import safekit.core.local.LocalMessage.Request;
import safekit.node.local.Answer;

/** The displayed state of modules, asked of their processes. Thread-safe. */
final class ModuleStates {
    private static final DisplayState STOPPED =
            new DisplayState(ModuleState.STOP, Substate.NotReady);
    private static final DisplayState BEGINNING =
            new DisplayState(ModuleState.WAIT, Substate.Transient);
    private static final long POLL_NANOS = 200_000_000;

    private final Supervisor supervisor;

    ModuleStates(Supervisor supervisor) {
        this.supervisor = supervisor;
    }

    /** STOP NotReady without process; WAIT Transient while a new process does not answer yet. */
    DisplayState of(String module) throws IOException {
        if (!supervisor.runs(module)) {
            return STOPPED;
        }
        StringBuilder text = new StringBuilder();
        try {
            supervisor.ask(
                    module, Request.of("safeadmin", "pulse"), output -> text.append(output.text()));
        } catch (IOException e) {
            return supervisor.runs(module) ? BEGINNING : STOPPED;
        }
        String[] words = text.toString().trim().split(" ", -1);
        if (words.length < 3) {
            throw new IOException("module " + module + " answered '" + text + "' to a pulse");
        }
        return new DisplayState(ModuleState.valueOf(words[1]), Substate.valueOf(words[2]));
    }

    /** What a wait waits for. */
    @FunctionalInterface
    interface Wanted {
        /** Whether the state is reached. */
        boolean isReached(DisplayState state);
    }

    /**
     * Waits until the state is reached, nobody waits for the answer any more, or the time is over;
     * true when it is reached. 0 seconds means without end (OPEN 08-4).
     */
    boolean await(String module, Wanted wanted, int seconds, Answer answer) throws IOException {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (!answer.isAbandoned()) {
            if (wanted.isReached(of(module))) {
                return true;
            }
            if (seconds > 0 && System.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return false;
    }
}
