package safekit.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {
    private long now = 1_000_000;

    @Test
    void a_copy_sends_what_the_limit_allows_within_a_tenth() {
        long limit = 2_000 << 10;
        var pace = new Pace(limit, () -> now);
        long begun = now;
        long sent = 0;
        for (int i = 0; i < 200; i++) {
            now += pace.take(pace.piece(1 << 20));
            sent += pace.piece(1 << 20);
            now += TimeUnit.MILLISECONDS.toNanos(50);
        }
        double seconds = (now - begun) / 1e9;
        assertThat(sent / seconds).isBetween(0.9 * limit, 1.1 * limit);
    }

    @Test
    void a_copy_that_waited_for_something_else_does_not_catch_up() {
        var pace = new Pace(1_000_000, () -> now);
        now += TimeUnit.SECONDS.toNanos(60);
        assertThat(pace.take(200_000)).isZero();
        assertThat(pace.take(1)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(100));
    }

    @Test
    void without_a_limit_nothing_waits_and_pieces_are_large() {
        var pace = new Pace(0, () -> now);
        assertThat(pace.take(1L << 40)).isZero();
        assertThat(pace.piece(1 << 20)).isEqualTo(1 << 20);
    }

    @Test
    void a_slow_copy_sends_small_pieces() {
        assertThat(new Pace(100_000, () -> now).piece(1 << 20)).isEqualTo(64 << 10);
        assertThat(new Pace(1_000_000, () -> now).piece(1 << 20)).isEqualTo(3 * (64 << 10));
        assertThat(new Pace(1_000_000, () -> now).piece(4096)).isEqualTo(4096);
    }
}
