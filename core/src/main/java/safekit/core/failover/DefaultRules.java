package safekit.core.failover;

import static safekit.core.failover.Expression.equal;

import java.util.List;
import java.util.stream.Stream;
import safekit.core.base.DisplayState;
import safekit.core.base.ModuleState;
import safekit.core.base.Substate;
import safekit.core.failover.Expression.And;
import safekit.core.failover.Expression.Not;
import safekit.core.failover.Expression.Or;
import safekit.core.failover.Rule.Group;

/** The rules that a module has without writing them (spec 06 section 4), in printed order. */
public final class DefaultRules {
    private DefaultRules() {}

    /** The static rules over checkers. */
    public static List<Rule> ofCheckers() {
        return List.of(
                checker("module_failure", "module.?", RuleAction.wait),
                checker("interface_failure", "intf.?", RuleAction.wait),
                checker("ip_failure", "ip.?", RuleAction.stopstart),
                checker("splitbrain_failure", "splitbrain.uptodate", RuleAction.wait));
    }

    /**
     * The rules of a module with replication (OPEN 06-9). A resource of the peer that was never
     * told is unknown, so the node waits; while the question to the peer is open {@code
     * rfs.uptodate} is init and the start stays in WAIT Transient.
     */
    public static List<Rule> ofReplication() {
        return List.of(
                component("rfs_notuptodate_server", dataNotUptodate()),
                component("degraded_server", equal("remote.rfs.degraded", Resources.UP)));
    }

    /** Secondaries wait for the schedule (spec 04 section 9); the machine decides who is one. */
    public static Rule ofSchedule() {
        var notUp =
                new Expression.Compare(
                        ResourcePattern.parse("rfs.syncat"),
                        Expression.Relation.DIFFERENT,
                        Resources.UP);
        return component("rfs_syncat_wait", notUp);
    }

    /** An isolated node that was synchronised lately may serve (spec 04 section 7). */
    public static Assignment ofDelta() {
        var isolated =
                new And(
                        equal("heartbeat.*", Resources.DOWN),
                        new Expression.Cluster(Resources.DOWN));
        var recent =
                new And(equal("rfs.synced", Resources.UP), equal("rfs.uptodate", Resources.DOWN));
        return new Assignment(
                "rfs_forceuptodate", new And(isolated, recent), "rfs.uptodate", Resources.UP);
    }

    private static Expression dataNotUptodate() {
        var peerServes =
                Stream.of(ModuleState.ALONE, ModuleState.PRIM)
                        .flatMap(
                                state ->
                                        Stream.of(Substate.Transient, Substate.Ready)
                                                .map(substate -> new DisplayState(state, substate)))
                        .map(state -> equal("remote.state.local", state.toString()))
                        .reduce(Or::new)
                        .orElseThrow();
        return new And(
                equal("rfs.uptodate", Resources.DOWN),
                new Not(new And(equal("remote.rfs.uptodate", Resources.UP), peerServes)));
    }

    private static Rule checker(String label, String resource, RuleAction action) {
        return new Rule(label, Group.CHECKER, equal(resource, Resources.DOWN), action, true);
    }

    private static Rule component(String label, Expression condition) {
        return new Rule(label, Group.COMPONENT, condition, RuleAction.wait, true);
    }
}
