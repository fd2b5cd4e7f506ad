package safekit.core.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import safekit.core.base.Check;
import safekit.core.bytes.Refusal.Reason;
import safekit.core.bytes.Refused;
import safekit.core.bytes.Seeds;

class ReceiverTest {
    private static void refused(Reason reason, ThrowingRun run) {
        assertThatThrownBy(run::run)
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @FunctionalInterface
    private interface ThrowingRun {
        void run() throws Refused;
    }

    @Test
    void a_session_begins_with_a_checkpoint_and_has_no_gap() throws Refused {
        var receiver = new Receiver(7);
        refused(Reason.OUT_OF_ORDER, () -> receiver.frame(7, 1));
        receiver.checkpoint(7, 3, 100);
        refused(Reason.WRONG_SESSION, () -> receiver.frame(6, 101));
        refused(Reason.OUT_OF_ORDER, () -> receiver.frame(7, 102));
        receiver.frame(7, 101);
        assertThat(receiver.operation()).isEqualTo(101);
        refused(Reason.OUT_OF_ORDER, () -> receiver.frame(7, 101));
        refused(Reason.OUT_OF_ORDER, () -> receiver.checkpoint(7, 5, 101));
        refused(Reason.OUT_OF_ORDER, () -> receiver.checkpoint(7, 4, 100));
        receiver.checkpoint(7, 4, 101);
    }

    @Test
    void a_checkpoint_is_synced_when_all_before_it_is_applied() {
        Seeds.each(
                200,
                random -> {
                    var receiver = new Receiver(7);
                    receiver.checkpoint(7, 1, 0);
                    var starts = new TreeMap<Long, Long>();
                    starts.put(1L, 0L);
                    long number = 1;
                    for (int i = 0; i < 200; i++) {
                        switch (random.nextInt(6)) {
                            case 0 -> {
                                number++;
                                starts.put(number, receiver.received());
                                receiver.checkpoint(7, number, receiver.received());
                            }
                            case 1, 2 -> {
                                if (receiver.applied() < receiver.received()) {
                                    receiver.applied(receiver.applied() + 1);
                                }
                            }
                            case 3 -> {
                                long due = receiver.checkpointToSync();
                                if (due >= 0) {
                                    assertThat(starts.getOrDefault(due, -1L))
                                            .isLessThanOrEqualTo(receiver.applied());
                                    receiver.synced(due);
                                    receiver.retire(7, due);
                                }
                            }
                            default -> {
                                receiver.frame(7, receiver.received() + 1);
                                assertThat(receiver.operation()).isEqualTo(receiver.received());
                            }
                        }
                        check(receiver);
                    }
                });
    }

    private static void check(Receiver receiver) {
        assertThat(receiver.applied()).isLessThanOrEqualTo(receiver.received());
        assertThat(receiver.settled()).isEqualTo(receiver.applied() == receiver.received());
    }

    @Test
    void what_is_applied_is_a_prefix_and_a_failure_ends_it() throws Refused {
        var receiver = new Receiver(7);
        receiver.checkpoint(7, 1, 0);
        receiver.frame(7, 1);
        for (int i = 0; i < 3; i++) {
            receiver.operation();
        }
        assertThatThrownBy(() -> receiver.applied(2)).isInstanceOf(Check.BrokenInvariant.class);
        receiver.applied(1);
        assertThat(receiver.confirmed(true)).isEqualTo(3);
        assertThat(receiver.confirmed(false)).isEqualTo(1);
        receiver.fail(2);
        assertThat(receiver.confirmed(true)).isEqualTo(1);
        assertThatThrownBy(() -> receiver.applied(2)).isInstanceOf(Check.BrokenInvariant.class);
    }

    @Test
    void a_checkpoint_is_synced_after_all_before_it_is_applied_and_retired_after_that()
            throws Refused {
        var receiver = new Receiver(7);
        receiver.checkpoint(7, 1, 0);
        receiver.frame(7, 1);
        receiver.operation();
        receiver.synced(1);
        receiver.checkpoint(7, 2, 1);
        assertThat(receiver.checkpointToSync()).isEqualTo(-1);
        refused(Reason.OUT_OF_ORDER, () -> receiver.retire(7, 2));
        receiver.applied(1);
        assertThat(receiver.checkpointToSync()).isEqualTo(2);
        receiver.synced(2);
        receiver.retire(7, 2);
        assertThat(receiver.checkpointToSync()).isEqualTo(-1);
    }
}
