package safekit.core.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DefaultRulesTest {
    /** The table of spec 06 section 4; OPEN 06-9 for the rules of replication. */
    @Test
    void rules_are_the_printed_ones() {
        assertThat(DefaultRules.ofCheckers())
                .extracting(Rule::toString)
                .containsExactly(
                        "module_failure: if (module.? == down) then wait();",
                        "interface_failure: if (intf.? == down) then wait();",
                        "ip_failure: if (ip.? == down) then stopstart();",
                        "splitbrain_failure: if (splitbrain.uptodate == down) then wait();");
        assertThat(DefaultRules.ofReplication())
                .extracting(Rule::toString)
                .containsExactly(
                        "rfs_notuptodate_server: if (rfs.uptodate == down"
                                + " && !(remote.rfs.uptodate == up"
                                + " && (remote.state.local == \"ALONE Transient\""
                                + " || remote.state.local == \"ALONE Ready\""
                                + " || remote.state.local == \"PRIM Transient\""
                                + " || remote.state.local == \"PRIM Ready\"))) then wait();",
                        "degraded_server: if (remote.rfs.degraded == up) then wait();");
        assertThat(DefaultRules.ofSchedule())
                .hasToString("rfs_syncat_wait: if (rfs.syncat != up) then wait();");
        assertThat(DefaultRules.ofDelta())
                .hasToString(
                        "rfs_forceuptodate: if (heartbeat.* == down && cluster() == down"
                                + " && rfs.synced == up && rfs.uptodate == down)"
                                + " then rfs.uptodate=up;");
    }

    @Test
    void an_isolated_node_with_recent_data_may_serve() {
        var rule = DefaultRules.ofDelta().condition();
        var isolated =
                Resources.of(
                        Map.of(
                                "heartbeat.default", "down",
                                "heartbeat.flow", "down",
                                "cluster.others", "down",
                                "rfs.synced", "up",
                                "rfs.uptodate", "down"),
                        Map.of());

        assertThat(rule.holds(isolated)).isTrue();
        assertThat(rule.holds(isolated.with("heartbeat.flow", "up"))).isFalse();
        assertThat(rule.holds(isolated.with("cluster.others", "up"))).isFalse();
        assertThat(rule.holds(isolated.with("cluster.others", "init"))).isFalse();
        assertThat(rule.holds(isolated.with("rfs.synced", "down"))).isFalse();
        assertThat(rule.holds(isolated.with("rfs.uptodate", "up"))).isFalse();
    }

    @Test
    void stale_data_waits_unless_an_uptodate_peer_serves() {
        var rule = DefaultRules.ofReplication().getFirst().condition();
        var stale = Resources.of(Map.of("rfs.uptodate", "down"), Map.of());

        assertThat(rule.holds(stale)).isTrue();
        assertThat(rule.holds(stale.withRemote(peer("up", "WAIT Transient")))).isTrue();
        assertThat(rule.holds(stale.withRemote(peer("down", "ALONE Ready")))).isTrue();
        assertThat(rule.holds(stale.withRemote(peer("up", "ALONE Ready")))).isFalse();
        assertThat(rule.holds(stale.withRemote(peer("up", "PRIM Transient")))).isFalse();
        assertThat(rule.holds(stale.with("rfs.uptodate", "up"))).isFalse();
        assertThat(rule.holds(stale.with("rfs.uptodate", "init"))).isFalse();
    }

    private static Map<String, String> peer(String uptodate, String state) {
        return Map.of("rfs.uptodate", uptodate, "state.local", state);
    }
}
