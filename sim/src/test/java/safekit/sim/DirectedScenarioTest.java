package safekit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import safekit.core.mirror.Command;
import safekit.core.mirror.Phase;
import safekit.core.mirror.SafetyRule;

/** The schedules that random search hardly finds, each with many timings. */
class DirectedScenarioTest {
    private static final int TIMINGS = 150;

    @Test
    void secondary_that_wakes_from_a_long_pause_does_not_take_over() {
        for (int timing = 0; timing < TIMINGS; timing++) {
            assertThat(pausedSecondary(timing, List.of())).as("timing " + timing).isEmpty();
        }
    }

    @Test
    void without_the_rule_the_paused_secondary_loses_a_write() {
        boolean found = false;
        for (int timing = 0; timing < 8 * TIMINGS && !found; timing++) {
            found =
                    pausedSecondary(timing, List.of(SafetyRule.PAUSED_SECONDARY_VOID))
                            .startsWith("D1");
        }
        assertThat(found).isTrue();
    }

    /**
     * The primary goes on alone, writes, dies; then the secondary wakes. What the primary said from
     * half of the timeout on did not arrive: otherwise its blind drop alone would be enough.
     */
    private static String pausedSecondary(int timing, List<SafetyRule> removed) {
        var play = new Scenario(timing, removed);
        play.second().pause(play.timeouts(1) + play.pulses(3));
        play.pass(play.timeouts(1) / 2 + timing % 40 * 1_000_000L);
        play.cutFrom(play.prim(), true);
        play.until(() -> play.prim().phase() == Phase.ALONE);
        play.writes(play.prim(), timing % Layout.PLACES);
        play.prim().powerOff();
        play.cutFrom(play.prim(), false);
        play.pass(play.timeouts(4));
        return play.end();
    }

    @Test
    void primary_that_wakes_to_silence_does_not_go_on() {
        for (int timing = 0; timing < TIMINGS; timing++) {
            assertThat(pausedPrimary(timing, List.of())).as("timing " + timing).isEmpty();
        }
    }

    @Test
    void without_the_rule_the_paused_primary_goes_on_without_a_write() {
        boolean found = false;
        for (int timing = 0; timing < TIMINGS && !found; timing++) {
            found = pausedPrimary(timing, List.of(SafetyRule.PAUSED_PRIMARY_ASKS)).startsWith("D1");
        }
        assertThat(found).isTrue();
    }

    /** The secondary takes over, writes, loses its power; nothing of it reached the primary. */
    private static String pausedPrimary(int timing, List<SafetyRule> removed) {
        var play = new Scenario(timing, removed, true);
        play.prim().pause(play.timeouts(3));
        play.cutFrom(play.second(), true);
        play.until(
                () ->
                        play.second().phase() == Phase.ALONE
                                && play.second().application().mounted());
        play.writes(play.second(), timing % Layout.PLACES);
        play.pass(play.pulses(1));
        play.second().powerOff();
        play.cutFrom(play.second(), false);
        play.pass(play.timeouts(6));
        return play.end();
    }

    @Test
    void primary_process_is_back_just_before_the_secondary_decides() {
        for (int timing = 0; timing < TIMINGS; timing++) {
            var play = new Scenario(timing, List.of());
            play.cutFrom(play.prim(), true);
            play.pass(play.timeouts(1) - play.pulses(3) + timing * 5_000_000L);
            play.prim().processDies(true);
            play.pass(play.timeouts(1));
            play.prim().data.write(0);
            play.second().data.write(2);
            assertThat(play.end()).as("timing " + timing).isEmpty();
        }
    }

    @Test
    void prim_on_one_node_while_the_other_starts() {
        for (int timing = 0; timing < TIMINGS; timing++) {
            var play = new Scenario(timing, List.of());
            play.second().command(Command.stop);
            play.pass(play.timeouts(3));
            play.prim().data.write(3);
            play.prim().command(Command.stop);
            play.pass(play.timeouts(3));
            play.start(play.host(0), timing % 2 == 0 ? Command.prim : Command.start);
            play.pass(timing * 2_000_000L);
            play.start(play.host(1), timing % 2 == 0 ? Command.start : Command.prim);
            play.pass(play.timeouts(3));
            assertThat(play.end()).as("timing " + timing).isEmpty();
        }
    }

    @Test
    void primary_crashes_between_stale_and_remote_stop() {
        for (int timing = 0; timing < TIMINGS; timing++) {
            var play = new Scenario(timing, List.of());
            play.prim().data.write(4);
            play.pass(play.pulses(1));
            Host stopping = play.prim();
            stopping.command(Command.stop);
            play.until(() -> stopping.phase() == Phase.LEAVING);
            stopping.process().crashSoon(timing % 12, timing % 2 == 0);
            play.pass(play.timeouts(4));
            assertThat(play.end()).as("timing " + timing).isEmpty();
        }
    }

    @Test
    void the_stream_breaks_during_a_swap() {
        for (int timing = 0; timing < TIMINGS; timing++) {
            var play = new Scenario(timing, List.of());
            Host old = play.prim();
            old.command(Command.swap);
            play.until(() -> old.phase() == Phase.HANDING);
            play.pass(timing * 300_000L);
            play.host(timing % 2).stream().close();
            play.pass(play.timeouts(4));
            assertThat(play.end()).as("timing " + timing).isEmpty();
        }
    }

    @Test
    void the_disk_of_a_node_fails_when_a_decision_waits_for_it() {
        for (int timing = 0; timing < TIMINGS; timing++) {
            var play = new Scenario(timing, List.of());
            play.prim().data.write(1);
            play.pass(play.pulses(1));
            (timing % 2 == 0 ? play.prim() : play.second()).data.nextSyncFails();
            if (timing % 3 == 0) {
                play.prim().command(Command.stop);
            } else if (timing % 3 == 1) {
                play.second().processDies(true);
            } else {
                play.prim().processDies(true);
            }
            play.pass(play.timeouts(4));
            assertThat(play.end()).as("timing " + timing).isEmpty();
        }
    }

    @Test
    void deaf_primary_and_then_a_total_cut() {
        for (int timing = 0; timing < TIMINGS; timing++) {
            var play = new Scenario(timing, List.of());
            play.cutFrom(play.second(), true);
            play.pass(timing * 15_000_000L);
            play.cutFrom(play.prim(), true);
            play.prim().data.write(5);
            play.pass(play.timeouts(3));
            assertThat(play.end()).as("timing " + timing).isEmpty();
        }
    }
}
