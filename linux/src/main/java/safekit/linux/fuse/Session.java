package safekit.linux.fuse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import safekit.linux.sys.Errno;
import safekit.linux.sys.Files;
import safekit.linux.sys.Memory;
import safekit.linux.sys.OpenFlags;
import safekit.linux.sys.Scratch;

/**
 * A connection to the kernel and the threads that serve it. Each worker has its own clone of the
 * device, because an answer must be written where the request was read. Ends when the kernel ends
 * the connection: unmounted or aborted.
 */
final class Session {
    /** _IOR(229, 0, uint32_t). */
    private static final long CLONE = 0x8004E500L;

    private static final byte[] DEVICE = "/dev/fuse".getBytes(StandardCharsets.US_ASCII);

    private final Served served;
    private final Dispatch dispatch;
    private final DeviceChannel first;
    private final List<DeviceChannel> channels = new ArrayList<>();
    private final Consumer<Throwable> failures;
    private final CountDownLatch running;

    /** Opens the device; {@code failures} hears when it cannot be read any more. */
    Session(Served served, Consumer<Throwable> failures) throws IOException {
        this.served = served;
        this.failures = failures;
        dispatch = new Dispatch(served);
        first = new DeviceChannel(openDevice());
        served.backings.device(first.descriptor());
        channels.add(first);
        running = new CountDownLatch(served.options.workers());
    }

    /** The descriptor for mount(2). */
    int descriptor() {
        return first.descriptor();
    }

    /** Starts the workers; returns when the kernel's first request is answered. */
    void start(String name) throws IOException {
        var negotiated = new CountDownLatch(1);
        startWorker(name + "-1", first, negotiated);
        try {
            negotiated.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while mounting", e);
        }
        for (int i = 2; i <= served.options.workers(); i++) {
            startWorker(name + "-" + i, cloned(), new CountDownLatch(1));
        }
    }

    /** Waits until every worker has ended: whether that is so. */
    boolean awaitEnd(Duration atMost) throws InterruptedException {
        return running.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Closes the device: answers that come later go nowhere. */
    void close() {
        channels.forEach(DeviceChannel::close);
    }

    private void startWorker(String name, DeviceChannel channel, CountDownLatch firstAnswered) {
        Thread.ofPlatform()
                .name(name)
                .daemon()
                .start(
                        () -> {
                            try {
                                work(new Exchange(served, channel), channel, firstAnswered);
                            } finally {
                                firstAnswered.countDown();
                                running.countDown();
                            }
                        });
    }

    private void work(Exchange x, DeviceChannel channel, CountDownLatch firstAnswered) {
        while (true) {
            long length = Files.read(channel.descriptor(), x.requestAddress, Exchange.BUFFER_BYTES);
            if (length >= 0) {
                // A fault of ours or of the sink ends the process: a change that was begun and
                // never
                // ended would hold up everything after it.
                dispatch.serve(x, (int) length);
                firstAnswered.countDown();
            } else if (!isPassing((int) -length)) {
                reportEnd((int) -length);
                return;
            }
        }
    }

    /** A request that was taken back, or a signal. */
    private static boolean isPassing(int errno) {
        return errno == Errno.ENOENT || errno == Errno.EINTR || errno == Errno.EAGAIN;
    }

    /** Unmounted and aborted are ends that somebody wanted. */
    private void reportEnd(int errno) {
        if (errno != Errno.ENODEV && errno != Errno.ECONNABORTED) {
            failures.accept(new IOException("/dev/fuse cannot be read: errno " + errno));
        }
    }

    private DeviceChannel cloned() throws IOException {
        int descriptor = openDevice();
        long number = Scratch.mine().structure();
        Memory.putInt(number, first.descriptor());
        int result = Files.control(descriptor, CLONE, number);
        if (result < 0) {
            Files.close(descriptor);
            throw new IOException("/dev/fuse cannot be cloned: errno " + -result);
        }
        var channel = new DeviceChannel(descriptor);
        channels.add(channel);
        return channel;
    }

    private static int openDevice() throws IOException {
        int flags = OpenFlags.READ_WRITE | OpenFlags.CLOSE_ON_EXEC;
        int result = Files.open(Files.NO_DIRECTORY, Scratch.mine().path(DEVICE), flags, 0);
        if (result < 0) {
            throw new IOException("/dev/fuse cannot be opened: errno " + -result);
        }
        return result;
    }
}
