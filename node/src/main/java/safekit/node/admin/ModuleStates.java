package safekit.node.admin;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import safekit.core.base.DisplayState;
import safekit.core.base.ModuleState;
import safekit.core.base.Substate;
import safekit.core.local.LocalMessage.Request;
import safekit.core.mirror.Phase;
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

    /**
     * A sign of life of a module process.
     *
     * @param consistent whether its data is that of one moment
     */
    record Pulse(Phase phase, DisplayState state, boolean consistent) {}

    /** Null while a process does not answer yet, and when there is none. */
    @Nullable Pulse pulse(String module) throws IOException {
        StringBuilder text = new StringBuilder();
        try {
            supervisor
                    .questions()
                    .ask(
                            module,
                            Request.of("safeadmin", "pulse"),
                            output -> text.append(output.text()));
        } catch (IOException notYet) {
            return null;
        }
        String[] words = text.toString().trim().split(" ", -1);
        if (words.length < 4) {
            throw new IOException("module " + module + " answered '" + text + "' to a pulse");
        }
        var state = new DisplayState(ModuleState.valueOf(words[1]), Substate.valueOf(words[2]));
        return new Pulse(
                Phase.valueOf(words[0]), state, words.length < 5 || words[4].equals("consistent"));
    }

    /** STOP NotReady without process; WAIT Transient while a new process does not answer yet. */
    DisplayState of(String module) throws IOException {
        if (!supervisor.runs(module)) {
            return STOPPED;
        }
        Pulse pulse = pulse(module);
        return pulse != null ? pulse.state() : supervisor.runs(module) ? BEGINNING : STOPPED;
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
