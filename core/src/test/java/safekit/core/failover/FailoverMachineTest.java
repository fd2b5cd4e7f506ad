package safekit.core.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static safekit.core.failover.Expression.equal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import safekit.core.base.Check.BrokenInvariant;
import safekit.core.failover.FailoverMachine.State;
import safekit.core.failover.Rule.Group;

/** Defaults: evaluated every 5 s, the same for 15 s. */
class FailoverMachineTest {
    private static final Resources GOOD =
            Resources.of(
                    Map.of(
                            "intf.10.0.0.0", "up",
                            "ip.10.0.0.129", "up",
                            "tcp.a", "up",
                            "custom.x", "up",
                            "rfs.uptodate", "up"),
                    Map.of());

    private static final List<Rule> RULES =
            Stream.of(
                            DefaultRules.ofCheckers(),
                            List.of(
                                    rule("t_a", Group.CHECKER, "tcp.a", RuleAction.restart),
                                    rule("custom_x", Group.USER, "custom.x", RuleAction.stop)),
                            DefaultRules.ofReplication())
                    .flatMap(List::stream)
                    .toList();

    private final FailoverMachine machine = machine(RULES);
    private State state = State.INITIAL;
    private boolean checkersOn = true;

    private Verdict step(long seconds, Situation situation, Resources resources) {
        var step = machine.step(state, seconds * 1000, situation, checkersOn, resources);
        state = step.state();
        return step.verdict();
    }

    private Verdict running(long seconds, Resources resources) {
        return step(seconds, Situation.RUNNING, resources);
    }

    @Test
    void acts_when_the_candidate_was_the_same_for_handle_time() {
        var broken = GOOD.with("tcp.a", "down");

        assertNothing(running(0, broken));
        assertNothing(running(5, broken));
        assertNothing(running(10, broken));
        var verdict = running(15, broken);

        assertThat(verdict)
                .isEqualTo(
                        new Verdict.Act(
                                RuleAction.restart,
                                "t_a",
                                "tcp.a == down is true for 15000 ms: tcp.a=down"));
        assertThat(((Verdict.Act) verdict).line().text())
                .isEqualTo("Action restart from failover rule t_a");
    }

    @Test
    void after_an_action_handle_time_begins_again() {
        var broken = GOOD.with("tcp.a", "down");
        var acted = new ArrayList<Integer>();
        for (var seconds = 0; seconds <= 60; seconds += 5) {
            if (running(seconds, broken) instanceof Verdict.Act) {
                acted.add(seconds);
            }
        }
        assertThat(acted).containsExactly(15, 35, 55);
    }

    @Test
    void a_resource_that_recovers_meanwhile_stops_the_timer() {
        var broken = GOOD.with("tcp.a", "down");

        assertNothing(running(0, broken));
        assertNothing(running(5, broken));
        assertNothing(running(10, GOOD));
        assertNothing(running(15, broken));
        assertNothing(running(25, broken));
        assertAct(running(30, broken), RuleAction.restart, "t_a");
    }

    @Test
    void another_candidate_restarts_the_timer() {
        var tcp = GOOD.with("tcp.a", "down");
        var both = tcp.with("ip.10.0.0.129", "down");

        assertNothing(running(0, tcp));
        assertNothing(running(5, tcp));
        assertNothing(running(10, both));
        assertNothing(running(15, both));
        assertNothing(running(20, both));
        assertAct(running(25, both), RuleAction.stopstart, "ip_failure");
    }

    @Test
    void evaluates_once_per_period_while_running() {
        var broken = GOOD.with("tcp.a", "down");

        assertNothing(running(0, GOOD));
        assertNothing(running(2, broken));
        assertThat(state).isEqualTo(new FailoverMachine.Calm(5000));
    }

    @Test
    void a_late_evaluation_after_our_own_pause_restarts_the_timer() {
        var broken = GOOD.with("tcp.a", "down");

        assertNothing(running(0, broken));
        assertNothing(running(60, broken));
        assertNothing(running(70, broken));
        assertAct(running(75, broken), RuleAction.restart, "t_a");
    }

    /** OPEN 06-10. */
    @Test
    void the_strongest_action_wins_then_document_order() {
        var rules = new ArrayList<Rule>();
        for (var action : List.of("restart", "swap", "stopstart", "wait", "stop")) {
            for (var order : List.of("first_", "second_")) {
                rules.add(rule(order + action, Group.USER, "tcp.a", RuleAction.valueOf(action)));
            }
        }
        var broken = GOOD.with("tcp.a", "down");
        var winners = new ArrayList<String>();
        while (!rules.isEmpty()) {
            var verdict =
                    new FailoverMachine(rules, Duration.ofSeconds(5), Duration.ZERO)
                            .step(State.INITIAL, 0, Situation.RUNNING, true, broken)
                            .verdict();
            var label = ((Verdict.Act) verdict).label();
            winners.add(label);
            rules.removeIf(rule -> rule.label().equals(label));
        }
        assertThat(winners)
                .containsExactly(
                        "first_stop",
                        "second_stop",
                        "first_wait",
                        "second_wait",
                        "first_stopstart",
                        "second_stopstart",
                        "first_swap",
                        "second_swap",
                        "first_restart",
                        "second_restart");
    }

    /** OPEN 06-11. */
    @Test
    void a_wait_rule_blocks_a_start_at_once() {
        var verdict = step(0, Situation.STARTING, GOOD.with("intf.10.0.0.0", "down"));

        assertAct(verdict, RuleAction.wait, "interface_failure");
    }

    /** OPEN 06-11. */
    @Test
    void wakeup_comes_at_once_when_no_wait_rule_is_true() {
        assertNothing(step(0, Situation.BLOCKED, GOOD.with("intf.10.0.0.0", "down")));

        var verdict = step(1, Situation.BLOCKED, GOOD);

        assertThat(verdict)
                .isEqualTo(
                        new Verdict.Act(
                                RuleAction.wakeup, "Implicit_wakeup", "no wait rule is true"));
        assertThat(((Verdict.Act) verdict).line().text())
                .isEqualTo("Action wakeup from failover rule Implicit_wakeup");
    }

    @Test
    void a_start_stays_transient_while_a_resource_of_a_wait_rule_is_init() {
        var untested = GOOD.with("intf.10.0.0.0", "init");

        assertThat(step(0, Situation.STARTING, untested))
                .isEqualTo(
                        new Verdict.Hold(
                                "interface_failure", List.of(ResourcePattern.parse("intf.?"))));
        assertNothing(step(1, Situation.STARTING, GOOD));
    }

    @Test
    void a_true_wait_rule_comes_before_untested_resources() {
        var resources = GOOD.with("intf.10.0.0.0", "init").with("rfs.uptodate", "down");

        assertAct(
                step(0, Situation.STARTING, resources), RuleAction.wait, "rfs_notuptodate_server");
    }

    @Test
    void a_start_is_not_held_by_other_actions_late_checkers_or_missing_resources() {
        var late =
                new Rule(
                        "c_late",
                        Group.CHECKER,
                        equal("custom.late", "down"),
                        RuleAction.wait,
                        false);
        var missing = rule("missing", Group.USER, "custom.missing", RuleAction.wait);
        var resources =
                GOOD.with("tcp.a", "init").with("custom.x", "init").with("custom.late", "init");
        var rules = Stream.concat(RULES.stream(), Stream.of(late, missing)).toList();

        var verdict =
                machine(rules)
                        .step(State.INITIAL, 0, Situation.STARTING, true, resources)
                        .verdict();

        assertNothing(verdict);
    }

    @Test
    void only_wait_rules_act_during_a_start() {
        assertNothing(
                step(
                        0,
                        Situation.STARTING,
                        GOOD.with("custom.x", "down").with("ip.10.0.0.129", "down")));
    }

    @Test
    void a_stop_rule_still_acts_on_a_blocked_module() {
        var broken = GOOD.with("intf.10.0.0.0", "down").with("custom.x", "down");

        assertNothing(step(0, Situation.BLOCKED, broken));
        assertNothing(step(5, Situation.BLOCKED, broken));
        assertNothing(step(10, Situation.BLOCKED, broken));
        assertAct(step(15, Situation.BLOCKED, broken), RuleAction.stop, "custom_x");
    }

    @Test
    void no_rule_acts_in_stop_or_in_the_module_s_own_transients() {
        var broken = GOOD.with("tcp.a", "down").with("intf.10.0.0.0", "down");

        assertNothing(running(0, broken));
        assertNothing(running(10, broken));
        for (var seconds = 15; seconds < 60; seconds += 5) {
            assertNothing(step(seconds, Situation.IDLE, broken));
        }
        assertNothing(running(60, broken));
        assertNothing(running(70, broken));
        assertAct(running(75, broken), RuleAction.wait, "interface_failure");
    }

    /** OPEN 05-5: rules of group checker are off, init resources do not hold a start. */
    @ParameterizedTest
    @EnumSource(Situation.class)
    void checker_off_disables_the_rules_of_its_group(Situation situation) {
        checkersOn = false;
        var resources =
                GOOD.with("intf.10.0.0.0", "down")
                        .with("ip.10.0.0.129", "down")
                        .with("module.m", "init")
                        .with("tcp.a", "down");

        for (var seconds = 0; seconds <= 30; seconds += 5) {
            var verdict = step(seconds, situation, resources);
            if (situation == Situation.BLOCKED) {
                assertAct(verdict, RuleAction.wakeup, "Implicit_wakeup");
            } else {
                assertNothing(verdict);
            }
        }
    }

    @Test
    void checker_off_leaves_component_and_user_rules() {
        checkersOn = false;

        assertAct(
                step(0, Situation.STARTING, GOOD.with("rfs.uptodate", "down")),
                RuleAction.wait,
                "rfs_notuptodate_server");
        var broken = GOOD.with("custom.x", "down");
        assertNothing(running(5, broken));
        assertNothing(running(15, broken));
        assertAct(running(20, broken), RuleAction.stop, "custom_x");
    }

    /** OPEN 06-1: the configuration refuses it; here it is a bug. */
    @Test
    void handle_time_must_be_a_multiple_of_period() {
        assertThatThrownBy(
                        () ->
                                new FailoverMachine(
                                        RULES, Duration.ofSeconds(5), Duration.ofSeconds(12)))
                .isInstanceOf(BrokenInvariant.class);
    }

    private static FailoverMachine machine(List<Rule> rules) {
        return new FailoverMachine(rules, Duration.ofSeconds(5), Duration.ofSeconds(15));
    }

    private static Rule rule(String label, Group group, String resource, RuleAction action) {
        return new Rule(label, group, equal(resource, "down"), action, true);
    }

    private static void assertNothing(Verdict verdict) {
        assertThat(verdict).isEqualTo(new Verdict.Nothing());
    }

    private static void assertAct(Verdict verdict, RuleAction action, String label) {
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Act.class,
                        act -> {
                            assertThat(act.action()).isEqualTo(action);
                            assertThat(act.label()).isEqualTo(label);
                        });
    }
}
