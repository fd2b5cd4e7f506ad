package safekit.node.admin;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import safekit.core.base.Substate;
import safekit.core.message.LogLine;
import safekit.core.message.Message;
import safekit.core.mirror.Command;
import safekit.core.mirror.Phase;
import safekit.node.local.Answer;
import safekit.node.local.CommandFailed;
import safekit.node.store.LogEntry;

/**
 * What becomes of {@code prim} and {@code second}: the peer may hold newer data, or not be a
 * primary, and the command says so (spec 08 section 4). With a reachable peer that is known at
 * once. A silent peer counts as gone only after the timeout of the heartbeats: {@code prim} does
 * not wait that long when nothing but the silence is missing.
 */
final class StartDecision {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration TO_ANSWER = Duration.ofSeconds(3);
    private static final Duration TO_END = Duration.ofSeconds(5);

    private final Supervisor supervisor;
    private final ModuleStates states;
    private final Records records;

    StartDecision(Supervisor supervisor, ModuleStates states, Records records) {
        this.supervisor = supervisor;
        this.states = states;
        this.records = records;
    }

    /**
     * Waits until the module that was just started is decided, or waits for its peer; fails with
     * the words of the module when it refused.
     *
     * @param mark the last line of its log before it was started
     */
    void await(String module, Command command, long mark, Answer answer)
            throws IOException, CommandFailed {
        Duration timeout = supervisor.settings().timeout(module);
        long asked = 0;
        while (!answer.isAbandoned()) {
            boolean runs = supervisor.runs(module);
            ModuleStates.Pulse pulse = runs ? states.pulse(module) : null;
            if (pulse != null && isDecided(pulse.phase())) {
                return;
            }
            boolean ending = !runs || (pulse != null && pulse.phase() == Phase.CLOSING);
            if (ending) {
                refused(module, command, mark, runs);
            }
            if (pulse != null && pulse.phase() == Phase.ASKING) {
                long now = System.nanoTime();
                asked = asked == 0 ? now : asked;
                boolean free =
                        command == Command.primforce
                                || (command == Command.prim && pulse.consistent());
                Duration patience = free ? TO_ANSWER : timeout.plus(TO_END);
                if (now - asked > patience.toNanos()) {
                    answer.line(waiting(module, command, pulse, timeout));
                    return;
                }
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private static boolean isDecided(Phase phase) {
        return switch (phase) {
            case STOPPED, STARTING, ASKING, CLOSING -> false;
            default -> true;
        };
    }

    /** Fails with what the module logged; returns when it has not been written yet. */
    private void refused(String module, Command command, long mark, boolean runs)
            throws CommandFailed {
        List<LogLine> lines =
                records.logAfter(module, mark, true).stream().map(LogEntry::line).toList();
        String why = why(lines);
        if (why != null) {
            throw new CommandFailed(why);
        }
        if (!runs) {
            throw new CommandFailed(
                    "the module %1$s ended before %2$s was decided: see safekit log -m %1$s"
                            .formatted(module, command));
        }
    }

    /** The reason and what an administrator can do, or null while they are not there. */
    private static @Nullable String why(List<LogLine> lines) {
        List<String> said =
                lines.stream().filter(StartDecision::isReason).map(LogLine::text).toList();
        return said.isEmpty() ? null : String.join("\n", said);
    }

    private static boolean isReason(LogLine line) {
        return line.key() == Message.DATA_INCONSISTENT.key()
                || line.key() == Message.HINT_PRIMFORCE.key()
                || line.key() == Message.SYNCHRONIZATION_IMPOSSIBLE.key()
                || line.key() == Message.EXTERNAL_IMPOSSIBLE.key()
                || line.key() == Message.HINT_EXTERNAL.key()
                || (line.key() == Message.PRINT_EVENT.key()
                        && line.text().matches("(prim|second) refused: (?s:.*)"));
    }

    private static String waiting(
            String module, Command command, ModuleStates.Pulse pulse, Duration timeout) {
        return pulse.state().substate() == Substate.NotReady || command == Command.second
                ? "The module %1$s is %2$s: safekit log -m %1$s says what it waits for"
                        .formatted(module, pulse.state())
                : ("The other node does not answer: %s becomes primary when it has been silent"
                                + " for %d s")
                        .formatted(module, timeout.toSeconds());
    }
}
