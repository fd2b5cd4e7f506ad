package safekit.node.replication;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import safekit.linux.sys.Attributes;
import safekit.linux.sys.Files;
import safekit.linux.sys.OpenFlags;
import safekit.linux.sys.Scratch;

/**
 * Asks the server of each mounted directory now and then for its space, a request that changes
 * nothing ({@code checkintv}, {@code checktime}). The thread that asks a hung server is lost until
 * the connection is aborted, so each question has its own. Closed before the mounts are.
 */
final class MountCheck implements AutoCloseable {
    private final List<Path> mounts;
    private final Duration interval;
    private final Duration patience;
    private final Consumer<String> hung;
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * Begins to ask.
     *
     * @param interval between two rounds
     * @param patience how long an answer may take
     * @param hung told once, in words, when one takes longer; must abort the mounts. When they are
     *     not unmounted within the same time, the process ends
     */
    MountCheck(List<Path> mounts, Duration interval, Duration patience, Consumer<String> hung) {
        this.mounts = List.copyOf(mounts);
        this.interval = interval;
        this.patience = patience;
        this.hung = hung;
        Thread _ = Thread.ofPlatform().daemon().name("checks mounts").start(this::watch);
    }

    private void watch() {
        try {
            while (!isClosedWithin(interval)) {
                for (Path mount : mounts) {
                    if (!answers(mount) && !isClosedWithin(Duration.ZERO)) {
                        end(mount);
                        return;
                    }
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(Path mount) throws InterruptedException {
        String what = mount + " does not answer within " + patience.toMillis() + " ms (checktime)";
        hung.accept(what);
        if (!isClosedWithin(patience)) {
            Fatal.end(new IllegalStateException(what + ", and does not end either"));
        }
    }

    private boolean answers(Path mount) throws InterruptedException {
        var answered = new CountDownLatch(1);
        Thread _ =
                Thread.ofPlatform()
                        .daemon()
                        .name("asks " + mount)
                        .start(
                                () -> {
                                    ask(mount);
                                    answered.countDown();
                                });
        return answered.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** An error is an answer too: a connection that has ended is nobody's to wait for. */
    private static void ask(Path mount) {
        Scratch scratch = Scratch.mine();
        byte[] path = mount.toString().getBytes(StandardCharsets.UTF_8);
        int flags = OpenFlags.PATH | OpenFlags.CLOSE_ON_EXEC;
        int descriptor = Files.open(Files.NO_DIRECTORY, scratch.path(path), flags, 0);
        if (descriptor >= 0) {
            int _ = Attributes.space(descriptor, scratch.structure());
            int _ = Files.close(descriptor);
        }
    }

    private boolean isClosedWithin(Duration time) throws InterruptedException {
        return closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
