package safekit.core.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import safekit.core.failover.LoopCounter.Outcome;

class LoopCounterTest {
    private static final LoopLimit DEFAULTS = new LoopLimit(3, Duration.ofHours(24), false);
    private static final long NOW = 1_700_000_000;
    private static final long DAY = 24 * 3600;

    private LoopCounter counter = LoopCounter.startedAt(NOW);

    private Outcome increment(long nowSeconds, LoopLimit limit) {
        var counted = counter.increment(nowSeconds, limit);
        counter = counted.counter();
        return counted.outcome();
    }

    /** OPEN 06-13. */
    @Test
    void three_detections_are_tolerated_and_the_fourth_stops() {
        assertThat(increment(NOW + 1, DEFAULTS)).isEqualTo(Outcome.PROCEED);
        assertThat(increment(NOW + 2, DEFAULTS)).isEqualTo(Outcome.PROCEED);
        assertThat(increment(NOW + 3, DEFAULTS)).isEqualTo(Outcome.PROCEED);
        assertThat(counter.limitReached(NOW + 3, DEFAULTS)).isFalse();
        assertThat(increment(NOW + 4, DEFAULTS)).isEqualTo(Outcome.STOP_BY_MAXLOOP);
        assertThat(counter.limitReached(NOW + 4, DEFAULTS)).isTrue();
    }

    /** OPEN 06-13: the window begins at initialisation, not at the last detection. */
    @Test
    void a_detection_after_the_window_begins_a_new_one() {
        for (var second = 1; second <= 3; second++) {
            increment(NOW + second, DEFAULTS);
        }

        assertThat(increment(NOW + DAY + 1, DEFAULTS)).isEqualTo(Outcome.PROCEED);
        assertThat(counter).isEqualTo(new LoopCounter(NOW + DAY + 1, 1, NOW + DAY + 1));
    }

    @Test
    void a_detection_at_the_end_of_the_window_is_still_inside() {
        for (var second = 1; second <= 3; second++) {
            increment(NOW + second, DEFAULTS);
        }

        assertThat(increment(NOW + DAY, DEFAULTS)).isEqualTo(Outcome.STOP_BY_MAXLOOP);
    }

    @Test
    void limit_is_forgotten_when_the_last_increment_leaves_the_window() {
        for (var second = 1; second <= 4; second++) {
            increment(NOW + second, DEFAULTS);
        }

        assertThat(counter.limitReached(NOW + DAY + 4, DEFAULTS)).isTrue();
        assertThat(counter.limitReached(NOW + DAY + 5, DEFAULTS)).isFalse();
    }

    @Test
    void zero_interval_disables_the_counter() {
        var disabled = new LoopLimit(3, Duration.ZERO, false);
        for (var second = 0; second < 10; second++) {
            assertThat(increment(NOW, disabled)).isEqualTo(Outcome.PROCEED);
        }
        assertThat(counter).isEqualTo(LoopCounter.startedAt(NOW));
        assertThat(counter.limitReached(NOW, disabled)).isFalse();
    }

    @Test
    void a_clock_set_back_begins_a_new_window() {
        increment(NOW + 1, DEFAULTS);

        increment(NOW - DAY, DEFAULTS);

        assertThat(counter).isEqualTo(new LoopCounter(NOW - DAY, 1, NOW - DAY));
    }

    @ParameterizedTest
    @EnumSource(RuleAction.class)
    void restart_stopstart_and_wait_count_and_the_others_do_not(RuleAction action) {
        var counts =
                action == RuleAction.restart
                        || action == RuleAction.stopstart
                        || action == RuleAction.wait;

        var counted = counter.detect(action, NOW + 1, DEFAULTS);

        assertThat(counted.counter().count()).isEqualTo(counts ? 1 : 0);
        assertThat(counted.outcome()).isEqualTo(Outcome.PROCEED);
    }

    /** OPEN 06-14: nothing but time and administrators resets, not the automatic start. */
    @Test
    void stopstarts_add_up_through_their_automatic_starts() {
        for (var second = 1; second <= 3; second++) {
            counter = counter.detect(RuleAction.stopstart, NOW + second, DEFAULTS).counter();
        }

        assertThat(counter.detect(RuleAction.stopstart, NOW + 4, DEFAULTS).outcome())
                .isEqualTo(Outcome.STOP_BY_MAXLOOP);
    }

    /** OPEN 06-15: an administrator's action only begins a new window. */
    @Test
    void automatic_reboot_replaces_counted_stopstarts_only() {
        var rebooting = new LoopLimit(1, Duration.ofHours(24), true);

        assertThat(counter.detect(RuleAction.restart, NOW, rebooting).outcome())
                .isEqualTo(Outcome.PROCEED);
        var first = counter.detect(RuleAction.stopstart, NOW, rebooting);
        assertThat(first.outcome()).isEqualTo(Outcome.REBOOT);
        assertThat(first.counter().detect(RuleAction.stopstart, NOW, rebooting).outcome())
                .isEqualTo(Outcome.STOP_BY_MAXLOOP);
    }
}
