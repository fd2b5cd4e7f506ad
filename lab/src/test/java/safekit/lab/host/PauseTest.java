package safekit.lab.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A paused host does nothing and answers nothing, but neither notices nor forgets anything. */
class PauseTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static Lab lab;
    private static LabHost host;
    private static Path counter;

    @BeforeAll
    static void one_host_that_counts() {
        lab = Lab.open("default");
        host = lab.host("node1");
        counter = host.disk().resolve("counter");
        String script = "while :; do echo x; sleep 0.02; done";
        host.launch(counter, "sh", "-c", script);
        Await.until("it counts", SOON, () -> count() > 2);
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    @Test
    void a_paused_host_stands_still_and_goes_on_afterwards() {
        host.pause();
        int before = count();
        assertThat(lab.client().pings(host.address(lab.lans().getFirst()))).isFalse();
        observeFor(Duration.ofMillis(300));
        assertThat(count()).isEqualTo(before);

        host.resume();
        Await.until("it counts again", SOON, () -> count() > before);
        assertThat(lab.client().pings(host.address(lab.lans().getFirst()))).isTrue();
    }

    @Test
    void a_command_that_runs_during_a_pause_ends_after_it() throws InterruptedException {
        var outcome = new java.util.concurrent.atomic.AtomicReference<Outcome>();
        var thread = new Thread(() -> outcome.set(host.exec("sleep", "0.5")));
        thread.start();
        Await.until("it runs", SOON, () -> !host.processes("sleep 0.5", "timeout").isEmpty());

        host.pause();
        host.resume();

        thread.join(SOON.toMillis());
        assertThat(outcome.get().exit()).isZero();
    }

    @Test
    void one_process_hangs_alone() {
        long pid = host.processes("echo x").keySet().iterator().next();

        host.hang(pid);
        int before = count();
        observeFor(Duration.ofMillis(300));
        assertThat(count()).isLessThanOrEqualTo(before + 1);
        assertThat(host.exec("true").exit()).isZero();

        host.exec("sh", "-c", "kill -CONT " + pid).orThrow();
        Await.until("it counts again", SOON, () -> count() > before + 1);
    }

    @Test
    void a_full_disk_takes_nothing_more_until_it_is_freed() {
        var full = lab.host("full");
        full.fillDisk();
        assertThat(full.exec("dd", "if=/dev/zero", "of=more", "bs=64k", "count=1").err())
                .contains("No space left on device");

        full.freeDisk();
        full.exec("dd", "if=/dev/zero", "of=more", "bs=64k", "count=1").orThrow();
    }

    /** Nothing must happen during this time: there is no condition to wait for. */
    private static void observeFor(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }

    private static int count() {
        try {
            return (int) java.nio.file.Files.size(host.path(counter)) / 2;
        } catch (java.io.IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
