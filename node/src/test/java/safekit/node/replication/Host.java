package safekit.node.replication;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import safekit.core.base.DisplayState;
import safekit.core.base.ModuleState;
import safekit.core.base.Substate;
import safekit.core.generation.Tuple;
import safekit.core.mirror.Beat;
import safekit.core.mirror.Event;
import safekit.core.mirror.Phase;
import safekit.core.mirror.Verb;
import safekit.core.wire.ClusterKey;
import safekit.core.wire.Header;
import safekit.core.wire.Identity;
import safekit.linux.file.LowerTree;
import safekit.linux.fuse.FuseMount;
import safekit.linux.fuse.FuseOptions;
import safekit.node.heartbeat.HeardBeats;

/** One node of a test: a directory, its engine, perhaps its mount, and what the engine said. */
final class Host implements AutoCloseable {
    static final int EXTENT = 1 << 20;
    private static final AtomicLong INCARNATIONS = new AtomicLong();

    final int node;
    final Path directory;
    final Path other;
    final List<LowerTree> lower;
    final HandleTree tree;
    final CountedTree calls;
    final Replication replication;
    private final Selection selection;
    final List<Event> events = new ArrayList<>();
    final List<Report.Sent> copies = new ArrayList<>();
    final List<Report.Statistics> received = new ArrayList<>();
    final List<String> notes = new ArrayList<>();
    final List<String> brought = new ArrayList<>();
    private final List<FuseMount> mounts = new ArrayList<>();

    record Options(
            boolean onReceipt,
            long lockTimeoutNanos,
            long copyBytesPerSecond,
            Selection selection) {
        Options(boolean onReceipt, long lockTimeoutNanos, long copyBytesPerSecond) {
            this(onReceipt, lockTimeoutNanos, copyBytesPerSecond, Selection.everything(2));
        }

        Options with(Selection other) {
            return new Options(onReceipt, lockTimeoutNanos, copyBytesPerSecond, other);
        }

        static final Options RECEIPT = new Options(true, SECONDS.toNanos(20), 0);
        static final Options DISK = new Options(false, SECONDS.toNanos(20), 0);
    }

    Host(int node, Path base, int[] ports, Options options) throws IOException {
        this.node = node;
        directory = Files.createDirectories(base.resolve("data" + node));
        other = Files.createDirectories(base.resolve("other" + node));
        lower = List.of(LowerTree.open(directory), LowerTree.open(other));
        tree = new HandleTree(lower);
        calls = new CountedTree(tree);
        var loopback = InetAddress.getLoopbackAddress();
        var settings =
                new ReplicationSettings(
                        new Identity(42, 1, Header.nameOf("test"), node, 2),
                        INCARNATIONS.addAndGet(1 << 16),
                        new InetSocketAddress(loopback, ports[node]),
                        new InetSocketAddress(loopback, ports[1 - node]),
                        ClusterKey.of(new byte[ClusterKey.SIZE]),
                        options.onReceipt,
                        options.lockTimeoutNanos,
                        SECONDS.toNanos(10),
                        new CopySettings(
                                options.copyBytesPerSecond, SECONDS.toNanos(20), 6, 1 << 20, 0),
                        MILLISECONDS.toNanos(100),
                        EXTENT,
                        base.resolve("logs" + node));
        selection = options.selection;
        replication =
                new Replication(
                        settings,
                        selection.of(calls.access),
                        this::happened,
                        System::nanoTime,
                        reporter());
    }

    private Report reporter() {
        return new Report() {
            @Override
            public void updating(int which) {}

            @Override
            public void copied(Sent sent) {
                synchronized (events) {
                    copies.add(sent);
                }
            }

            @Override
            public void received(Statistics statistics) {
                synchronized (events) {
                    received.add(statistics);
                }
            }

            @Override
            public boolean detailed() {
                return true;
            }

            @Override
            public void brought(safekit.core.replication.Path file) {
                synchronized (events) {
                    brought.add("" + file.names());
                }
            }

            @Override
            public void note(String sentence) {
                synchronized (events) {
                    notes.add(sentence);
                }
            }
        };
    }

    private void happened(Event event) {
        synchronized (events) {
            events.add(event);
            events.notifyAll();
        }
    }

    /** Mounts the directories over themselves: the application's way in. */
    void mount() throws IOException {
        for (int i = 0; i < lower.size(); i++) {
            mounts.add(
                    FuseMount.mount(
                            i == 0 ? directory : other,
                            "repltest" + node,
                            lower.get(i),
                            selection.sink(i, tree, replication.sink(i)),
                            FuseOptions.WRITE_THROUGH,
                            Throwable::printStackTrace));
        }
    }

    /** What is replicated of this node's directories. */
    TreeAccess visible() {
        return selection.of(tree);
    }

    /** The end of the process as the application sees it; the dead mounts stay. */
    void abortMounts() throws IOException {
        for (FuseMount mount : mounts) {
            mount.abort();
        }
    }

    void unmount() throws IOException {
        while (!mounts.isEmpty()) {
            mounts.removeLast().close();
        }
    }

    /** Waits for an event and takes it; says what came instead when it does not come. */
    <E extends Event> E await(Class<E> type, Predicate<E> wanted) {
        return await(type, wanted, 60);
    }

    <E extends Event> E await(Class<E> type, Predicate<E> wanted, int seconds) {
        long deadline = System.nanoTime() + SECONDS.toNanos(seconds);
        synchronized (events) {
            while (true) {
                for (Event event : events) {
                    if (type.isInstance(event) && wanted.test(type.cast(event))) {
                        events.remove(event);
                        return type.cast(event);
                    }
                    if (event instanceof Event.ReplicationFailed
                            && type != Event.ReplicationFailed.class) {
                        throw new AssertionError("node " + node + ": " + event + " " + notes);
                    }
                }
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new AssertionError(
                            "node "
                                    + node
                                    + ": no "
                                    + type.getSimpleName()
                                    + " in "
                                    + events
                                    + notes);
                }
                try {
                    events.wait(left);
                } catch (InterruptedException stop) {
                    throw new AssertionError(stop);
                }
            }
        }
    }

    <E extends Event> E await(Class<E> type) {
        return await(type, _ -> true);
    }

    <E extends Event> boolean heard(Class<E> type) {
        return heard(type, _ -> true);
    }

    <E extends Event> boolean heard(Class<E> type, Predicate<E> wanted) {
        synchronized (events) {
            return events.stream()
                    .anyMatch(event -> type.isInstance(event) && wanted.test(type.cast(event)));
        }
    }

    boolean noted(String text) {
        synchronized (events) {
            return notes.stream().anyMatch(note -> note.contains(text));
        }
    }

    /** Waits until it is so. */
    static void until(BooleanSupplier wanted) {
        long deadline = System.nanoTime() + SECONDS.toNanos(20);
        while (!wanted.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it did not become so in time");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    Beat beat(Tuple tuple) {
        var shown = new DisplayState(ModuleState.ALONE, Substate.Ready);
        return HeardBeats.beat(node, 1 << 16, 1, Phase.ALONE, shown, true, tuple, Verb.NONE, 0);
    }

    @Override
    public void close() throws IOException {
        unmount();
        replication.close();
        lower.forEach(LowerTree::close);
    }

    @Override
    public String toString() {
        synchronized (events) {
            return "node " + node + ": " + events + notes;
        }
    }
}
