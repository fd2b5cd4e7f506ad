package safekit.node.module;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import safekit.core.base.Substate;
import safekit.core.config.module.Failover;
import safekit.core.failover.Assignment;
import safekit.core.failover.DefaultRules;
import safekit.core.failover.FailoverMachine;
import safekit.core.failover.Resources;
import safekit.core.failover.Rule;
import safekit.core.failover.RuleAction;
import safekit.core.failover.Situation;
import safekit.core.failover.Verdict;
import safekit.core.mirror.MirrorState;
import safekit.linux.clock.BootClock;

/**
 * Evaluates the failover rules over checkers at each turn and tells what they want (spec 06). The
 * rules of replication are decided inside the machine. Only for the thread of the loop.
 */
final class RuleBook {
    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final Duration HANDLE_TIME = Duration.ofSeconds(15);

    private final FailoverMachine machine;
    private final Wanted wanted;
    private FailoverMachine.State memory = FailoverMachine.State.INITIAL;
    private String waiting = "";
    private final Assignment force = DefaultRules.ofDelta();
    private final boolean mayForce;
    private boolean forced;

    /** What a rule can want. */
    interface Wanted {
        /** The start is held in WAIT NotReady by this rule; empty = no longer. */
        void waitRule(String label);

        /** Whether the rule rfs_forceuptodate holds, when that changed. */
        void forceUptodate(boolean holds);

        /** A module that runs shall do this. */
        void act(RuleAction action, String label, String reason);
    }

    /**
     * @param mayForce whether the rule rfs_forceuptodate is active
     */
    RuleBook(@Nullable Failover failover, boolean mayForce, Wanted wanted) {
        this.wanted = wanted;
        this.mayForce = mayForce;
        boolean defaults = failover == null || failover.extendsDefaults();
        List<Rule> rules = defaults ? DefaultRules.ofCheckers() : List.of();
        machine =
                failover == null
                        ? new FailoverMachine(rules, PERIOD, HANDLE_TIME)
                        : new FailoverMachine(rules, failover.period(), failover.handleTime());
    }

    void evaluate(MirrorState state, Resources resources, boolean checkersOn) {
        Situation situation = situation(state);
        FailoverMachine.Step step =
                machine.step(
                        memory, BootClock.nanos() / 1_000_000, situation, checkersOn, resources);
        memory = step.state();
        if (step.verdict() instanceof Verdict.Act act) {
            apply(situation, act);
        }
        boolean holds = mayForce && force.condition().holds(resources);
        if (holds != forced) {
            forced = holds;
            wanted.forceUptodate(holds);
        }
    }

    private void apply(Situation situation, Verdict.Act act) {
        boolean wakes = act.action() == RuleAction.wakeup;
        boolean holds = situation == Situation.STARTING && act.action() == RuleAction.wait;
        if (wakes || holds) {
            waiting = wakes ? "" : act.label();
            wanted.waitRule(waiting);
        } else {
            wanted.act(act.action(), act.label(), act.reason());
        }
    }

    private Situation situation(MirrorState state) {
        return switch (state.phase()) {
            case STARTING, ASKING -> waiting.isEmpty() ? Situation.STARTING : Situation.BLOCKED;
            case ALONE, PRIMARY, SECONDARY ->
                    state.shown().substate() == Substate.Ready ? Situation.RUNNING : Situation.IDLE;
            default -> Situation.IDLE;
        };
    }
}
