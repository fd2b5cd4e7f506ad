package safekit.core.failover;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import safekit.core.base.Check;

/**
 * Evaluates the rules of a module (spec 06 section 5). The candidate is the strongest action among
 * the rules that are true, then the first in document order; it acts once it was the same at every
 * evaluation for {@code handle_time}. Times are milliseconds of any clock that only goes forward.
 */
public final class FailoverMachine {
    private static final Verdict NOTHING = new Verdict.Nothing();

    /** The strongest action first; equal ones stay in document order. */
    private static final Comparator<Rule> PRIORITY = Comparator.comparing(Rule::action);

    private final List<Rule> rules;
    private final long periodMillis;
    private final long handleMillis;

    /** What is remembered between two evaluations. */
    public sealed interface State {
        /** Before the first evaluation, which is due at once. */
        State INITIAL = new Calm(Long.MIN_VALUE);

        /** When the next evaluation is due; an earlier step evaluates only what has no delay. */
        long nextMillis();
    }

    /** No rule would act. */
    public record Calm(long nextMillis) implements State {}

    /** A rule would act, and has been the candidate since then. */
    public record Pending(long nextMillis, RuleAction action, String label, long sinceMillis)
            implements State {
        boolean isFor(Rule rule) {
            return action == rule.action() && label.equals(rule.label());
        }
    }

    /** The state after an evaluation, and what it wants. */
    public record Step(State state, Verdict verdict) {}

    /** A machine for these rules, in document order; handle_time is a multiple of period. */
    public FailoverMachine(List<Rule> rules, Duration period, Duration handleTime) {
        this.rules = List.copyOf(rules);
        this.periodMillis = period.toMillis();
        this.handleMillis = handleTime.toMillis();
        Check.that(
                rules.stream().map(Rule::label).distinct().count() == rules.size(),
                "labels of rules are unique");
        Check.that(periodMillis > 0, "failover period is positive");
        Check.that(handleMillis % periodMillis == 0, "handle_time is a multiple of period");
    }

    /**
     * Evaluates the rules. Call it when {@link State#nextMillis} is reached, and whenever a
     * resource or the situation changes, because WAIT at start and wakeup have no delay (OPEN
     * 06-11).
     *
     * @param checkersOn false after {@code safekit checker off}
     */
    public Step step(
            State state,
            long nowMillis,
            Situation situation,
            boolean checkersOn,
            Resources resources) {
        return switch (situation) {
            case IDLE -> after(nowMillis, NOTHING);
            case STARTING -> after(nowMillis, starting(checkersOn, resources));
            case BLOCKED -> blocked(state, nowMillis, checkersOn, resources);
            case RUNNING -> delayed(state, nowMillis, trueRules(checkersOn, resources), resources);
        };
    }

    private Verdict starting(boolean checkersOn, Resources resources) {
        var waiting = strongest(trueRules(checkersOn, resources).filter(FailoverMachine::waits));
        if (waiting != null) {
            return act(waiting, 0, resources);
        }
        return enabledRules(checkersOn)
                .filter(rule -> !rule.awaited(resources).isEmpty())
                .findFirst()
                .<Verdict>map(rule -> new Verdict.Hold(rule.label(), rule.awaited(resources)))
                .orElse(NOTHING);
    }

    private Step blocked(State state, long nowMillis, boolean checkersOn, Resources resources) {
        if (trueRules(checkersOn, resources).noneMatch(FailoverMachine::waits)) {
            return after(
                    nowMillis,
                    new Verdict.Act(
                            RuleAction.wakeup, Verdict.WAKEUP_LABEL, "no wait rule is true"));
        }
        var stops =
                trueRules(checkersOn, resources).filter(rule -> rule.action() == RuleAction.stop);
        return delayed(state, nowMillis, stops, resources);
    }

    private Step delayed(State state, long nowMillis, Stream<Rule> trueRules, Resources resources) {
        if (nowMillis < state.nextMillis()) {
            return new Step(state, NOTHING);
        }
        var rule = strongest(trueRules);
        if (rule == null) {
            return after(nowMillis, NOTHING);
        }
        var sinceMillis = stableSince(state, nowMillis, rule);
        var stableMillis = nowMillis - sinceMillis;
        if (stableMillis >= handleMillis) {
            return after(nowMillis, act(rule, stableMillis, resources));
        }
        var pending =
                new Pending(nowMillis + periodMillis, rule.action(), rule.label(), sinceMillis);
        return new Step(pending, NOTHING);
    }

    /**
     * Another candidate restarts the timer, and so does an evaluation that comes more than a period
     * late: this node was paused and did not see the rule true meanwhile.
     */
    private long stableSince(State state, long nowMillis, Rule rule) {
        return state instanceof Pending pending
                        && pending.isFor(rule)
                        && nowMillis - pending.nextMillis() <= periodMillis
                ? pending.sinceMillis()
                : nowMillis;
    }

    private Step after(long nowMillis, Verdict verdict) {
        return new Step(new Calm(nowMillis + periodMillis), verdict);
    }

    private Stream<Rule> enabledRules(boolean checkersOn) {
        return rules.stream().filter(rule -> rule.enabled(checkersOn));
    }

    private Stream<Rule> trueRules(boolean checkersOn, Resources resources) {
        return enabledRules(checkersOn).filter(rule -> rule.condition().holds(resources));
    }

    private static @Nullable Rule strongest(Stream<Rule> rules) {
        return rules.sorted(PRIORITY).findFirst().orElse(null);
    }

    private static boolean waits(Rule rule) {
        return rule.action() == RuleAction.wait;
    }

    private static Verdict.Act act(Rule rule, long stableMillis, Resources resources) {
        var values =
                rule.condition().patterns().stream()
                        .flatMap(pattern -> values(pattern, resources))
                        .distinct()
                        .collect(Collectors.joining(", "));
        var reason = "%s is true for %d ms: %s".formatted(rule.condition(), stableMillis, values);
        return new Verdict.Act(rule.action(), rule.label(), reason);
    }

    private static Stream<String> values(ResourcePattern pattern, Resources resources) {
        var side = pattern.remote() ? "remote." : "";
        return resources.matching(pattern).entrySet().stream()
                .map(entry -> side + entry.getKey() + "=" + entry.getValue());
    }
}
