package safekit.core.failover;

import java.util.List;
import safekit.core.message.LogLine;
import safekit.core.message.Message;

/** What the failover machine wants now. */
public sealed interface Verdict {
    /** Label of the built-in rule that leaves WAIT NotReady. */
    String WAKEUP_LABEL = "Implicit_wakeup";

    /** Nothing to do; a start may go on. */
    record Nothing() implements Verdict {}

    /** The start stays in WAIT Transient: resources of this wait rule have no value yet. */
    record Hold(String label, List<ResourcePattern> awaited) implements Verdict {}

    /**
     * Execute an action.
     *
     * @param reason sentence for the timeline and {@code safekit why}
     */
    record Act(RuleAction action, String label, String reason) implements Verdict {
        /** The line of the module log. */
        public LogLine line() {
            return action == RuleAction.wakeup
                    ? Message.WAKEUP_FROM_RULE.line()
                    : Message.ACTION_FROM_RULE.line(action, label);
        }
    }
}
