package safekit.core.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import safekit.core.base.Check;
import safekit.core.bytes.Seeds;
import safekit.core.replication.Outstanding.Rule;

class OutstandingTest {
    private static final int CAPACITY = 16;

    /** One operation of the naive model. */
    private static final class Modelled {
        private final boolean sync;
        private final long start;
        private boolean travels;
        private boolean local;
        private boolean synced;
        private boolean answered;

        Modelled(boolean travels, boolean sync, long start) {
            this.travels = travels;
            this.sync = sync && travels;
            this.start = start;
        }
    }

    /** The naive model and the real thing side by side. */
    private static final class World {
        private final Random random;
        private final Outstanding real = new Outstanding(CAPACITY);
        private final TreeMap<Long, Modelled> all = new TreeMap<>();
        private long confirmed;
        private boolean open;
        private Rule rule = Rule.ALONE;
        private long now;

        World(Random random) {
            this.random = random;
        }

        Modelled of(long sequence) {
            return Objects.requireNonNull(all.get(sequence));
        }

        boolean remote(long sequence) {
            Modelled m = of(sequence);
            return !m.travels || (sequence <= confirmed && (!m.sync || m.synced));
        }

        boolean answerable(long sequence) {
            Modelled m = of(sequence);
            return switch (rule) {
                case ALONE -> m.local;
                case PAIRED -> m.local && remote(sequence);
                case FROZEN -> false;
                case NOTHING -> true;
            };
        }

        void step() {
            now++;
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> begin();
                case 3, 4, 5 -> localDone();
                case 6, 7 -> remoteDone();
                case 8 -> remoteSynced();
                case 9 -> changeRule();
                default -> take();
            }
            compare();
        }

        void begin() {
            if (real.accepts()) {
                boolean sync = random.nextInt(4) == 0;
                long sequence = sync ? real.beginSync(now, true) : real.begin(now);
                assertThat(all).doesNotContainKey(sequence);
                all.put(sequence, new Modelled(open, sync, now));
            }
        }

        void localDone() {
            for (long sequence : all.keySet().stream().toList()) {
                if (!of(sequence).local && random.nextInt(3) == 0) {
                    of(sequence).local = true;
                    real.localDone(sequence);
                    return;
                }
            }
        }

        void remoteDone() {
            if (open && real.newest() > 0) {
                long upTo = Math.min(real.newest(), confirmed + random.nextInt(4));
                confirmed = Math.max(confirmed, upTo);
                real.remoteDone(upTo);
            }
        }

        void remoteSynced() {
            for (long sequence : all.keySet()) {
                if (of(sequence).sync && random.nextInt(3) == 0) {
                    of(sequence).synced = true;
                    real.remoteSynced(sequence);
                }
            }
        }

        void changeRule() {
            int which = random.nextInt(8);
            if (which == 0 && !open) {
                open = true;
                assertThat(real.open()).isEqualTo(real.newest() + 1);
            } else if (which == 1 && open && rule != Rule.PAIRED) {
                open = false;
                all.values().forEach(m -> m.travels = false);
                real.close();
            } else if (which <= 4) {
                boolean unsent = all.values().stream().anyMatch(m -> !m.travels && !m.local);
                assertThat(real.unsent() > 0).isEqualTo(unsent);
                Rule wanted = which == 2 ? Rule.ALONE : which == 3 ? Rule.FROZEN : Rule.PAIRED;
                if (wanted != Rule.PAIRED || (open && !unsent)) {
                    rule = wanted;
                    real.rule(wanted);
                }
            }
        }

        void take() {
            long sequence = real.take();
            if (sequence == Outstanding.NONE) {
                assertThat(all.keySet().stream().anyMatch(s -> waiting(s))).isFalse();
                return;
            }
            assertThat(waiting(sequence)).as("operation %d may be answered", sequence).isTrue();
            of(sequence).answered = true;
            assertThat(real.finish(sequence)).isEqualTo(rule == Rule.NOTHING);
        }

        private boolean waiting(long sequence) {
            return !of(sequence).answered && answerable(sequence);
        }

        void compare() {
            while (!all.isEmpty()) {
                Modelled first = all.firstEntry().getValue();
                if (!first.answered || !first.local) {
                    break;
                }
                all.pollFirstEntry();
            }
            assertThat(real.empty()).isEqualTo(all.isEmpty());
            assertThat(real.full()).isEqualTo(all.size() >= CAPACITY);
            long oldest = Long.MAX_VALUE;
            for (long sequence : all.keySet()) {
                if (!remote(sequence)) {
                    oldest = Math.min(oldest, of(sequence).start);
                }
            }
            assertThat(real.oldestUnconfirmed()).isEqualTo(oldest);
        }
    }

    @Test
    void it_does_what_a_naive_model_does() {
        Seeds.each(
                300,
                random -> {
                    var world = new World(random);
                    for (int i = 0; i < 400; i++) {
                        world.step();
                    }
                });
    }

    @Test
    void nothing_fails_everything_once_and_takes_no_more() {
        var outstanding = new Outstanding(4);
        outstanding.begin(0);
        long second = outstanding.begin(0);
        outstanding.localDone(second);
        outstanding.rule(Rule.NOTHING);
        assertThat(outstanding.accepts()).isFalse();
        for (int i = 0; i < 2; i++) {
            assertThat(outstanding.finish(outstanding.take())).isTrue();
        }
        assertThat(outstanding.take()).isEqualTo(Outstanding.NONE);
        assertThat(outstanding.empty()).isFalse();
        outstanding.localDone(1);
        assertThat(outstanding.empty()).isTrue();
    }

    @Test
    void a_drain_takes_nothing_new_and_tells_when_it_is_empty() {
        var outstanding = new Outstanding(4);
        long sequence = outstanding.begin(0);
        outstanding.drain(true);
        assertThat(outstanding.accepts()).isFalse();
        outstanding.localDone(sequence);
        assertThat(outstanding.empty()).isFalse();
        outstanding.finish(outstanding.take());
        assertThat(outstanding.empty()).isTrue();
        outstanding.drain(false);
        assertThat(outstanding.accepts()).isTrue();
    }

    @Test
    void what_was_ready_alone_is_not_answered_once_frozen() {
        var outstanding = new Outstanding(4);
        outstanding.open();
        outstanding.localDone(outstanding.begin(0));
        outstanding.rule(Rule.FROZEN);
        assertThat(outstanding.take()).isEqualTo(Outstanding.NONE);
        outstanding.rule(Rule.PAIRED);
        assertThat(outstanding.take()).isEqualTo(Outstanding.NONE);
        outstanding.remoteDone(1);
        assertThat(outstanding.take()).isEqualTo(1);
    }

    @Test
    void paired_needs_a_session_that_everything_travels_in() {
        var outstanding = new Outstanding(4);
        assertThatThrownBy(() -> outstanding.rule(Rule.PAIRED))
                .isInstanceOf(Check.BrokenInvariant.class);
        long before = outstanding.begin(0);
        outstanding.open();
        assertThat(outstanding.unsent()).isEqualTo(1);
        assertThatThrownBy(() -> outstanding.rule(Rule.PAIRED))
                .isInstanceOf(Check.BrokenInvariant.class);
        outstanding.localDone(before);
        outstanding.rule(Rule.PAIRED);
    }

    @Test
    void a_sync_of_the_local_disk_covers_what_is_done_without_a_gap() {
        var outstanding = new Outstanding(4);
        long first = outstanding.begin(0);
        long second = outstanding.begin(0);
        outstanding.localDone(second);
        assertThat(outstanding.locallyDoneUpTo()).isZero();
        outstanding.localDone(first);
        assertThat(outstanding.locallyDoneUpTo()).isEqualTo(2);
    }
}
