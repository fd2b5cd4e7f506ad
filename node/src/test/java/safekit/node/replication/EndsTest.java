package safekit.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import safekit.core.generation.Meeting;
import safekit.core.mirror.Control;
import safekit.core.mirror.Event;

/** Each wait of the replication has an end. */
@Timeout(90)
class EndsTest {
    private static final Host.Options IMPATIENT =
            new Host.Options(true, TimeUnit.SECONDS.toNanos(1), 0);

    /**
     * Removes a file behind the replication, so that its removal cannot be applied, or already its
     * times cannot: then nobody answers the removal, for there is no machine here.
     */
    private static void failToApply(Pair pair) throws Exception {
        Path file = pair.primary.directory.resolve("file");
        Files.writeString(file, "x");
        pair.secondary.replication.settle(1);
        pair.secondary.await(Event.Settled.class);
        Files.delete(pair.secondary.directory.resolve("file"));
        Thread.ofPlatform().daemon().start(() -> removed(file));
        pair.secondary.await(Event.ReplicationFailed.class);
    }

    private static void removed(Path file) {
        boolean _ = file.toFile().delete();
    }

    @Test
    void after_a_failed_operation_settle_waits_for_the_end_of_the_session() throws Exception {
        try (var pair = new Pair(Host.Options.RECEIPT)) {
            pair.alone();
            pair.copy(Meeting.Copy.EVERYTHING);
            failToApply(pair);
            pair.secondary.replication.settle(2);
            assertThat(pair.secondary.heard(Event.Settled.class)).isFalse();
            pair.secondary.replication.endSession();
            pair.secondary.await(Event.Settled.class, settled -> settled.token() == 2);
        }
    }

    @Test
    void after_a_failed_operation_that_nobody_answers_settle_says_that_it_failed()
            throws Exception {
        try (var pair = new Pair(IMPATIENT)) {
            pair.alone();
            pair.copy(Meeting.Copy.EVERYTHING);
            failToApply(pair);
            pair.secondary.replication.settle(2);
            pair.secondary.await(Event.SettleFailed.class, failed -> failed.token() == 2);
            assertThat(pair.secondary.heard(Event.Settled.class)).isFalse();
        }
    }

    @Test
    void a_receiver_that_sends_no_logs_loses_the_stream() throws Exception {
        try (var pair = new Pair(IMPATIENT)) {
            pair.alone();
            pair.connect();
            var tuple = pair.tuple(pair.primaryLogs);
            pair.primary.replication.sendControl(new Control.Begin(7, pair.primary.beat(tuple)));
            pair.primary.replication.copy(7, Meeting.Copy.EVERYTHING, tuple);
            pair.primary.await(Event.StreamDown.class);
            pair.primary.replication.endSession();
            pair.copy(Meeting.Copy.EVERYTHING);
        }
    }

    @Test
    void a_session_that_ended_is_not_opened_by_a_copy_that_was_waiting() throws Exception {
        try (var pair = new Pair(Host.Options.RECEIPT)) {
            pair.alone();
            pair.connect();
            var tuple = pair.tuple(pair.primaryLogs);
            pair.primary.replication.sendControl(new Control.Begin(7, pair.primary.beat(tuple)));
            pair.primary.replication.copy(7, Meeting.Copy.EVERYTHING, tuple);
            pair.primary.replication.endSession();
            Host.until(() -> pair.primary.noted("interrupted"));
            pair.copy(Meeting.Copy.EVERYTHING);
        }
    }
}
