package safekit.lab.observe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import safekit.lab.host.LabHost;
import safekit.lab.notes.Http;

/**
 * Looks at every host all the time, from inside its network, so that no cut hides anything: a host
 * serves when it has the virtual address and its service answers there. Thread-safe.
 */
public final class Watch implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofMillis(300);

    /** A time in which every look found the host serving; System.nanoTime. */
    public record Served(String host, long fromNanos, long untilNanos) {}

    private final InetSocketAddress service;
    private final Map<String, List<Served>> served = new LinkedHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;
    private volatile @Nullable Throwable failure;

    public Watch(List<LabHost> hosts, InetSocketAddress service) {
        this.service = service;
        hosts.forEach(host -> served.put(host.name(), new ArrayList<>()));
        for (LabHost host : hosts) {
            threads.add(Thread.ofPlatform().daemon().start(() -> watch(host)));
        }
    }

    /** Who was found serving after a moment of System.nanoTime. */
    public Set<String> serversSince(long nanos) {
        return intervals().stream()
                .filter(one -> one.untilNanos() >= nanos)
                .map(Served::host)
                .collect(Collectors.toSet());
    }

    /** The largest number of hosts that served at one instant, until now. */
    public int mostServersAtOnce() {
        List<Served> all = intervals();
        int most = 0;
        for (Served one : all) {
            long instant = one.fromNanos();
            long servers =
                    all.stream()
                            .filter(o -> o.fromNanos() <= instant && instant <= o.untilNanos())
                            .map(Served::host)
                            .distinct()
                            .count();
            most = Math.max(most, (int) servers);
        }
        return most;
    }

    /** The longest time in which two hosts served at once, until now. */
    public Duration longestOverlap() {
        List<Served> all = intervals();
        long longest = 0;
        for (Served one : all) {
            for (Served other : all) {
                if (!one.host().equals(other.host())) {
                    long from = Math.max(one.fromNanos(), other.fromNanos());
                    long until = Math.min(one.untilNanos(), other.untilNanos());
                    longest = Math.max(longest, until - from);
                }
            }
        }
        return Duration.ofNanos(longest);
    }

    /** When which host served, oldest first. */
    public synchronized List<Served> intervals() {
        return served.values().stream()
                .flatMap(List::stream)
                .filter(one -> one.fromNanos() <= one.untilNanos())
                .sorted(Comparator.comparingLong(Served::fromNanos))
                .toList();
    }

    /**
     * Ends the watch.
     *
     * @throws AssertionError when it had ended before: what it did not see says nothing
     */
    @Override
    public void close() {
        stopping = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw new AssertionError("the watch could not look", failure);
        }
    }

    /** Whether the host has the virtual address now. */
    public static boolean hasAddress(LabHost host, InetSocketAddress service) {
        return host.isOn() && host.network().call(() -> isLocal(service));
    }

    private void watch(LabHost host) {
        try {
            look(host);
        } catch (RuntimeException | Error broken) {
            failure = broken;
        }
    }

    private void look(LabHost host) {
        boolean before = false;
        while (!stopping) {
            long start = System.nanoTime();
            boolean now = serves(host);
            long end = System.nanoTime();
            if (now) {
                record(host.name(), before, start, end);
            }
            before = now;
            LockSupport.parkNanos(PERIOD.toNanos());
        }
    }

    /**
     * It served somewhere within [start, end]: the interval begins at the end of its first look.
     */
    private synchronized void record(String host, boolean continued, long start, long end) {
        List<Served> list = served.computeIfAbsent(host, _ -> new ArrayList<>());
        if (continued) {
            list.set(list.size() - 1, new Served(host, list.getLast().fromNanos(), start));
        } else {
            list.add(new Served(host, end, start));
        }
    }

    /** A host that loses its power during a look does not serve. */
    private boolean serves(LabHost host) {
        if (!host.isOn()) {
            return false;
        }
        try {
            return host.network().call(() -> isLocal(service) && answers());
        } catch (IllegalStateException broken) {
            if (host.isOn()) {
                throw broken;
            }
            return false;
        }
    }

    private boolean answers() {
        try {
            return Http.ask(service, "/", PATIENCE).status() > 0;
        } catch (IOException silent) {
            return false;
        }
    }

    private static boolean isLocal(InetSocketAddress service) {
        try (var probe = new ServerSocket(0, 1, service.getAddress())) {
            return probe.isBound();
        } catch (IOException notLocal) {
            return false;
        }
    }
}
