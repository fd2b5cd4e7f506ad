package safekit.node.module;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import safekit.core.config.module.Checker;
import safekit.core.failover.Resources;

/**
 * The intf and ip checkers (spec 05 section 6) on one thread: intf while the module runs, ip while
 * this node serves and its addresses are set.
 */
final class Checkers implements AutoCloseable {
    private static final long INTF_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long STEP_MILLIS = 500;

    /** What the kernel says. */
    interface Network {
        /** Whether the interface that owns the address is up and has carrier. */
        boolean linkUp(InetAddress local) throws IOException;

        /** Whether this machine has the address. */
        boolean present(InetAddress address) throws IOException;
    }

    /** Told of each test: resource, value, checker. Told of init when a window closes. */
    interface Tested {
        void result(String resource, String value, String checker);
    }

    private final List<Test> tests = new ArrayList<>();
    private final Network network;
    private final Tested tested;
    private final Thread thread;
    private volatile boolean primWindow;
    private final AtomicInteger primWindows = new AtomicInteger();
    private volatile boolean closed;

    Checkers(List<Checker> checkers, Network network, Tested tested) {
        this.network = network;
        this.tested = tested;
        for (Checker checker : checkers) {
            switch (checker) {
                case Checker.Intf intf -> tests.add(new Test(intf, INTF_NANOS));
                case Checker.Ip ip -> tests.add(new Test(ip, ip.interval().toNanos()));
                default -> {}
            }
        }
        thread = Thread.ofPlatform().daemon().name("checkers").unstarted(this::run);
    }

    /** The first test of each intf is done when this returns, so that a start need not wait. */
    void start() {
        round();
        if (!tests.isEmpty()) {
            thread.start();
        }
    }

    /**
     * Only the thread of the loop calls it. Opens once the node serves and all is settled; closes
     * when it no longer serves.
     */
    void primWindow(boolean serves, boolean settled, boolean addressed) {
        if (!serves || !addressed) {
            primWindow = false;
        } else if (settled && !primWindow) {
            primWindows.incrementAndGet();
            primWindow = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void run() {
        try {
            while (!closed) {
                TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
                round();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void round() {
        long now = System.nanoTime();
        for (Test test : tests) {
            boolean always = test.checker.when() == Checker.When.PRE;
            int window = always ? 1 : primWindows.get();
            if (!(always || primWindow)) {
                test.close();
            } else if (test.window != window || now - test.nextAt >= 0) {
                test.window = window;
                test.nextAt = now + test.intervalNanos;
                test.ask();
            }
        }
    }

    /** One checker and when it is due. */
    private final class Test {
        private final Checker checker;
        private final long intervalNanos;

        /** Number of the window in which it was asked, 0 while it is closed. */
        private int window;

        private long nextAt;

        Test(Checker checker, long intervalNanos) {
            this.checker = checker;
            this.intervalNanos = intervalNanos;
        }

        void ask() {
            tested.result(
                    checker.resource(),
                    good() ? Resources.UP : Resources.DOWN,
                    checker.tag() + "check");
        }

        void close() {
            if (window != 0) {
                window = 0;
                tested.result(checker.resource(), Resources.INIT, checker.tag() + "check");
            }
        }

        private boolean good() {
            try {
                return switch (checker) {
                    case Checker.Intf intf ->
                            network.linkUp(InetAddress.getByName(intf.localAddress().host()));
                    case Checker.Ip ip ->
                            network.present(InetAddress.getByName(ip.address().host()));
                    default -> true;
                };
            } catch (IOException cannotAsk) {
                return false;
            }
        }
    }
}
