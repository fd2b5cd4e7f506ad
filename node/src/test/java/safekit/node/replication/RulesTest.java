package safekit.node.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import safekit.core.generation.Logs;
import safekit.core.generation.Meeting;
import safekit.core.mirror.Effect.AckRule;
import safekit.core.mirror.Event;
import safekit.linux.fuse.Change;
import safekit.linux.fuse.ChangeSink;
import safekit.linux.fuse.Reply;
import safekit.linux.sys.Errno;

/** When the application is answered, and what comes from strangers. */
@Timeout(60)
class RulesTest {
    private static final Host.Options IMPATIENT =
            new Host.Options(true, TimeUnit.SECONDS.toNanos(1), 0);

    @Test
    void nothing_is_written_before_a_rule_is_given_and_after_nothing() throws Exception {
        try (var pair = new Pair(Host.Options.RECEIPT)) {
            Path file = pair.primary.directory.resolve("file");
            pair.primary.replication.track(1, pair.tuple(pair.primaryLogs));
            pair.primary.mount();
            assertThatThrownBy(() -> Files.writeString(file, "x")).isInstanceOf(IOException.class);
            pair.primary.replication.acknowledge(AckRule.ALONE);
            Files.writeString(file, "y");
            pair.primary.replication.acknowledge(AckRule.NOTHING);
            assertThatThrownBy(() -> Files.writeString(file, "z")).isInstanceOf(IOException.class);
            pair.primary.unmount();
            assertThat(Files.readString(file)).isEqualTo("y");
        }
    }

    @Test
    void a_drained_primary_refuses_writes_until_it_is_reopened() throws Exception {
        try (var pair = new Pair(Host.Options.RECEIPT)) {
            pair.alone();
            Path file = pair.primary.directory.resolve("file");
            Files.writeString(file, "a");
            pair.primary.replication.drain(5, pair.tuple(pair.primaryLogs));
            pair.primary.await(Event.Drained.class, drained -> drained.token() == 5);
            assertThatThrownBy(() -> Files.writeString(file, "b"))
                    .hasMessageContaining("Read-only");
            pair.primary.replication.reopen();
            Files.writeString(file, "c");
        }
    }

    @Test
    void a_paired_write_waits_for_the_secondary_stalls_and_goes_on_alone() throws Exception {
        try (var pair = new Pair(IMPATIENT)) {
            pair.alone();
            pair.copy(Meeting.Copy.EVERYTHING);
            pair.secondary.replication.endSession();
            Path file = pair.primary.directory.resolve("late");
            try (var threads = Executors.newSingleThreadExecutor()) {
                var write = threads.submit(() -> Files.writeString(file, "late"));
                assertThatThrownBy(() -> write.get(300, TimeUnit.MILLISECONDS))
                        .isInstanceOf(TimeoutException.class);
                pair.primary.await(
                        Event.Stalled.class, stalled -> stalled.session() == pair.session);
                pair.primary.replication.endSession();
                assertThatThrownBy(() -> write.get(300, TimeUnit.MILLISECONDS))
                        .isInstanceOf(TimeoutException.class);
                pair.primary.replication.acknowledge(AckRule.ALONE);
                write.get(10, TimeUnit.SECONDS);
            }
            assertThat(Files.exists(pair.secondary.directory.resolve("late"))).isFalse();
        }
    }

    @Test
    void a_sync_for_both_disks_fails_when_nothing_may_be_answered_any_more() throws Exception {
        try (var pair = new Pair(Host.Options.DISK)) {
            pair.alone();
            pair.copy(Meeting.Copy.EVERYTHING);
            Change sync = ofRoot(pair, Change.Kind.SYNC);
            sync.inode = sync.parentInode;
            sync.generation = sync.parentGeneration;
            ChangeSink sink = pair.primary.replication.sink(0);
            assertThat(sink.before(sync)).isZero();
            pair.primary.replication.acknowledge(AckRule.NOTHING);
            var answer = new Answer();
            sink.after(sync, 0, answer);
            assertThat(answer.errno.get(10, TimeUnit.SECONDS)).isEqualTo(Errno.EIO);
        }
    }

    @Test
    void a_change_of_which_nobody_knows_whether_it_was_made_drops_the_secondary() throws Exception {
        try (var pair = new Pair(Host.Options.RECEIPT)) {
            pair.alone();
            pair.copy(Meeting.Copy.EVERYTHING);
            Change made = ofRoot(pair, Change.Kind.MKDIR);
            made.name = "d".getBytes(StandardCharsets.UTF_8);
            ChangeSink sink = pair.primary.replication.sink(0);
            assertThat(sink.before(made)).isZero();
            var root = pair.primary.lower.getFirst().root();
            assertThat(pair.primary.lower.getFirst().makeDirectory(root, made.name, 0755)).isZero();
            made.uncertain = true;
            var answer = new Answer();
            sink.after(made, Errno.EMFILE, answer);
            pair.primary.await(Event.Stalled.class, stalled -> stalled.session() == pair.session);
            assertThat(answer.errno).isNotDone();
            pair.loseSecondary();
            assertThat(answer.errno.get(10, TimeUnit.SECONDS)).as("what the disk said").isZero();
            pair.copy(Meeting.Copy.SENDER_CHANGES);
            pair.quiesce();
            assertThat(pair.secondary.directory.resolve("d")).isDirectory();
        }
    }

    private static Change ofRoot(Pair pair, Change.Kind kind) {
        var change = new Change();
        change.kind = kind;
        change.parentInode = pair.primary.lower.getFirst().root().inode();
        change.parentGeneration = pair.primary.lower.getFirst().root().generation();
        return change;
    }

    /** What the application is given in place of the result of the disk, 0 for that result. */
    private static final class Answer implements Reply {
        final CompletableFuture<Integer> errno = new CompletableFuture<>();

        @Override
        public void send() {
            errno.complete(0);
        }

        @Override
        public void fail(int error) {
            errno.complete(error);
        }
    }

    @Test
    void frames_of_an_old_session_are_refused() throws Exception {
        try (var pair = new Pair(Host.Options.RECEIPT)) {
            pair.alone();
            pair.copy(Meeting.Copy.EVERYTHING);
            pair.primary.replication.acknowledge(AckRule.ALONE);
            long before = pair.secondary.replication.refused();
            pair.secondary.replication.receive(
                    pair.session + 1000, pair.tuple(pair.primaryLogs), Optional.empty());
            Files.writeString(pair.primary.directory.resolve("old"), "old");
            Host.until(() -> pair.secondary.replication.refused() > before);
            assertThat(Files.exists(pair.secondary.directory.resolve("old"))).isFalse();
        }
    }

    @Test
    void noise_is_counted_and_disturbs_nothing() throws Exception {
        try (var pair = new Pair(Host.Options.RECEIPT)) {
            pair.alone();
            pair.copy(Meeting.Copy.EVERYTHING);
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), pair.ports[0])) {
                socket.getOutputStream()
                        .write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                Host.until(() -> pair.primary.replication.refused() == 1);
            }
            Files.writeString(pair.primary.directory.resolve("still"), "there");
            pair.quiesce();
            assertThat(pair.secondary.directory.resolve("still")).hasContent("there");
            assertThat(pair.primary.heard(Event.StreamDown.class)).isFalse();
        }
    }

    @Test
    void roles_are_exchanged_in_the_same_session() throws Exception {
        try (var pair = new Pair(Host.Options.RECEIPT)) {
            pair.alone();
            pair.copy(Meeting.Copy.EVERYTHING);
            Files.writeString(pair.primary.directory.resolve("before"), "swap");
            pair.quiesce();
            pair.primary.unmount();
            pair.primary.replication.follow(pair.session);
            pair.secondary.replication.track(50, pair.tuple(Logs.NONE));
            pair.secondary.replication.lead(pair.session);
            pair.secondary.replication.acknowledge(AckRule.PAIRED);
            pair.secondary.mount();
            Files.writeString(pair.secondary.directory.resolve("before"), "changed");
            Files.createDirectory(pair.secondary.directory.resolve("after"));
            pair.secondary.replication.drain(1, pair.tuple(Logs.NONE));
            pair.secondary.await(Event.Drained.class);
            pair.primary.replication.settle(2);
            pair.primary.await(Event.Settled.class);
            Trees.equal(pair, "the trees");
        }
    }

    @Test
    void a_node_leads_without_a_stream_until_it_is_alone() throws Exception {
        try (var pair = new Pair(Host.Options.RECEIPT)) {
            pair.primary.replication.track(1, pair.tuple(pair.primaryLogs));
            pair.primary.replication.lead(9);
            pair.primary.replication.acknowledge(AckRule.PAIRED);
            pair.primary.mount();
            Path file = pair.primary.directory.resolve("file");
            try (var threads = Executors.newSingleThreadExecutor()) {
                var write = threads.submit(() -> Files.writeString(file, "x"));
                assertThatThrownBy(() -> write.get(100, TimeUnit.MILLISECONDS))
                        .isInstanceOf(TimeoutException.class);
                pair.primary.replication.endSession();
                pair.primary.replication.acknowledge(AckRule.ALONE);
                write.get(10, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void the_anchor_and_its_predecessor_hold() throws Exception {
        Path base = Files.createTempDirectory(Path.of("/var/tmp"), "safekit-anchor");
        try (var directories = ReplicatedDirectories.open(List.of(base), Selection.everything(1))) {
            assertThat(directories.anchorHolds(0)).isTrue();
            assertThat(directories.anchorHolds(7)).isFalse();
            directories.writeAnchor(8, 7);
            assertThat(directories.anchorHolds(7)).isTrue();
            assertThat(directories.anchorHolds(8)).isTrue();
            assertThat(directories.anchorHolds(9)).isFalse();
        } finally {
            Files.delete(base);
        }
    }
}
