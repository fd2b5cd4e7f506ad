package safekit.core.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static safekit.core.failover.Expression.equal;

import java.util.Map;
import org.junit.jupiter.api.Test;
import safekit.core.failover.Expression.And;
import safekit.core.failover.Expression.Compare;
import safekit.core.failover.Expression.Not;
import safekit.core.failover.Expression.Or;
import safekit.core.failover.Expression.Relation;

class ExpressionTest {
    private static final Resources TWO_INTERFACES =
            local(Map.of("intf.10.0.0.0", "down", "intf.10.0.1.0", "up", "tcp.a", "up"));

    /** OPEN 06-4. */
    @Test
    void question_mark_asks_for_one_and_star_for_all() {
        assertThat(equal("intf.?", "down").holds(TWO_INTERFACES)).isTrue();
        assertThat(equal("intf.*", "down").holds(TWO_INTERFACES)).isFalse();
        assertThat(equal("tcp.*", "up").holds(TWO_INTERFACES)).isTrue();
        assertThat(different("intf.?", "down").holds(TWO_INTERFACES)).isTrue();
        assertThat(different("intf.*", "down").holds(TWO_INTERFACES)).isFalse();
    }

    @Test
    void a_class_without_resources_is_false_for_both_wildcards() {
        assertThat(equal("ping.?", "down").holds(TWO_INTERFACES)).isFalse();
        assertThat(equal("ping.*", "down").holds(TWO_INTERFACES)).isFalse();
        assertThat(different("ping.*", "down").holds(TWO_INTERFACES)).isFalse();
    }

    @Test
    void a_class_is_the_text_before_the_first_dot() {
        var resources = local(Map.of("intf.10.0.0.0", "up", "intf2.x", "down", "int.y", "down"));

        assertThat(equal("intf.?", "down").holds(resources)).isFalse();
        assertThat(equal("intf.10.0.0.0", "up").holds(resources)).isTrue();
    }

    /** OPEN 06-5. */
    @Test
    void an_init_resource_makes_the_whole_rule_false_except_when_compared_with_init() {
        var resources = local(Map.of("tcp.a", "init", "tcp.b", "down"));

        assertThat(equal("tcp.a", "down").holds(resources)).isFalse();
        assertThat(different("tcp.a", "down").holds(resources)).isFalse();
        assertThat(new Not(equal("tcp.a", "down")).holds(resources)).isFalse();
        assertThat(new Or(equal("tcp.a", "down"), equal("tcp.b", "down")).holds(resources))
                .isFalse();
        assertThat(equal("tcp.a", "init").holds(resources)).isTrue();
        assertThat(equal("tcp.b", "init").holds(resources)).isFalse();
    }

    @Test
    void a_wildcard_asks_the_resources_that_have_a_value_first() {
        var resources = local(Map.of("tcp.a", "init", "tcp.b", "down"));

        assertThat(equal("tcp.?", "down").holds(resources)).isTrue();
        assertThat(equal("tcp.?", "up").evaluate(resources)).isEqualTo(Truth.NOT_APPLICABLE);
        assertThat(equal("tcp.*", "down").evaluate(resources)).isEqualTo(Truth.NOT_APPLICABLE);
        assertThat(equal("tcp.*", "up").evaluate(resources)).isEqualTo(Truth.FALSE);
    }

    @Test
    void an_unassigned_resource_is_init_here_and_unknown_on_the_peer() {
        assertThat(equal("tcp.none", "init").holds(TWO_INTERFACES)).isTrue();
        assertThat(equal("remote.tcp.none", "unknown").holds(TWO_INTERFACES)).isTrue();
        assertThat(new Not(equal("remote.rfs.degraded", "up")).holds(TWO_INTERFACES)).isTrue();
    }

    @Test
    void local_and_remote_resources_are_apart() {
        var resources = TWO_INTERFACES.withRemote(Map.of("tcp.a", "down"));

        assertThat(equal("remote.tcp.a", "down").holds(resources)).isTrue();
        assertThat(equal("local.tcp.a", "up").holds(resources)).isTrue();
        assertThat(equal("tcp.a", "up").holds(resources)).isTrue();
        assertThat(resources.with("tcp.a", "down")).isNotEqualTo(resources);
    }

    @Test
    void prints_the_failover_language_with_the_brackets_it_needs() {
        var a = equal("tcp.a", "down");
        var b = different("remote.intf.?", "up");
        var c = equal("state.remote", "PRIM Ready");

        assertThat(new And(new Or(a, b), c))
                .hasToString(
                        "(tcp.a == down || remote.intf.? != up) && state.remote == \"PRIM Ready\"");
        assertThat(new Or(new And(a, b), new Not(a)))
                .hasToString("tcp.a == down && remote.intf.? != up || !(tcp.a == down)");
    }

    /** OPEN 06-3. */
    @Test
    void any_identifier_is_a_class_and_anything_else_is_refused() {
        assertThat(ResourcePattern.parse("local.my_class9.a.b"))
                .isEqualTo(new ResourcePattern(false, "my_class9", "a.b"));
        assertThat(ResourcePattern.parse("remote.proc.*")).hasToString("remote.proc.*");
        for (var text : new String[] {"tcp", "9a.b", "tcp.", "", "tcp.a b"}) {
            assertThatThrownBy(() -> ResourcePattern.parse(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("resource '" + text + "': expected [local.|remote.]class.id");
        }
    }

    private static Expression different(String resource, String value) {
        return new Compare(ResourcePattern.parse(resource), Relation.DIFFERENT, value);
    }

    private static Resources local(Map<String, String> values) {
        return Resources.of(values, Map.of());
    }
}
