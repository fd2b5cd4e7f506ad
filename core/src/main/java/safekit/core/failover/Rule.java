package safekit.core.failover;

import java.util.List;

/**
 * A failover rule: if the condition holds, its action is wanted (spec 06 section 3).
 *
 * @param label name in logs, unique among the rules of a module
 * @param delaysStart for wait rules: while one of its resources is init, a start stays in WAIT
 *     Transient. False when a checker runs only once the module has started ({@code when} is not
 *     {@code pre}): it would stay init and block the start for ever.
 */
public record Rule(
        String label, Group group, Expression condition, RuleAction action, boolean delaysStart) {
    /** Who switches a rule off. */
    public enum Group {
        /** Rules of replication and other components: always on. */
        COMPONENT,
        /** Default and generated rules over checkers: off with {@code safekit checker off}. */
        CHECKER,
        /** Rules of the configuration without a group. */
        USER
    }

    boolean enabled(boolean checkersOn) {
        return checkersOn || group != Group.CHECKER;
    }

    /** The resources that keep a start waiting for their first value, from left to right. */
    List<ResourcePattern> awaited(Resources resources) {
        return delaysStart && action == RuleAction.wait
                ? condition.patterns().stream().filter(resources::awaits).toList()
                : List.of();
    }

    /** The rule in the failover language. */
    @Override
    public String toString() {
        return label + ": if (" + condition + ") then " + action + "();";
    }
}
