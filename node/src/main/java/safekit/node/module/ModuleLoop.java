package safekit.node.module;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import safekit.core.mirror.Event;
import safekit.core.mirror.Mirror;
import safekit.core.mirror.MirrorState;
import safekit.linux.clock.BootClock;

/**
 * The thread that decides: takes what is in its mailbox one by one, steps the machine, and gives
 * effects to the {@link Executor}. A turn comes at least every half pulse. Messages that find the
 * mailbox full wait, except beats, which are lost like on the wire when it is half full. What the
 * thread itself raises never waits and comes first.
 */
public final class ModuleLoop {
    private static final int MAILBOX = 4096;

    private final ArrayBlockingQueue<Runnable> mailbox = new ArrayBlockingQueue<>(MAILBOX);

    /** What the thread of the loop raised itself; only for that thread. */
    private final ArrayDeque<Runnable> own = new ArrayDeque<>();

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Executor executor;
    private final long halfPulseNanos;
    private final Thread thread;
    private MirrorState state;
    private @Nullable LongFunction<Event> started;
    private long turnAt;
    private volatile boolean stopped;

    /** Executes effects; called by the thread of the loop only. */
    interface Executor {
        /** Executes the effects of a step in order. */
        void execute(Mirror.Step step, Event event);

        /** A turn has passed. */
        void turned(MirrorState now);
    }

    ModuleLoop(MirrorState idle, long pulseNanos, Executor executor, String name) {
        state = idle;
        halfPulseNanos = pulseNanos / 2;
        this.executor = executor;
        thread = Thread.ofPlatform().name("module " + name).unstarted(this::run);
    }

    /** An event on its way to the machine. */
    private final class Raised implements Runnable {
        private final LongFunction<Event> event;

        Raised(LongFunction<Event> event) {
            this.event = event;
        }

        @Override
        public void run() {
            step(event);
        }
    }

    /** Starts the thread. Other actions posted before come first, then this event. */
    void start(LongFunction<Event> first) {
        started = first;
        thread.start();
    }

    /** Gives the machine an event; waits while the mailbox is full. */
    void raise(LongFunction<Event> event) {
        post(new Raised(event));
    }

    /**
     * Gives the machine an event that may be lost: only the first half of the mailbox is for it.
     */
    void raiseIfRoom(LongFunction<Event> event) {
        if (mailbox.remainingCapacity() > MAILBOX / 2) {
            boolean _ = mailbox.offer(new Raised(event));
        }
    }

    /** Runs this on the thread of the loop; waits while the mailbox is full. */
    void post(Runnable action) {
        if (Thread.currentThread().equals(thread)) {
            own.add(action);
            return;
        }
        try {
            boolean taken = false;
            while (!stopped && !taken) {
                taken = mailbox.offer(action, 100, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where the machine is; only for the thread of the loop. */
    MirrorState state() {
        return state;
    }

    /** No event is taken any more; by the thread of the loop. */
    void stop() {
        stopped = true;
    }

    /** Waits for the end; false when it takes longer. */
    boolean awaitEnd(long timeoutMillis) throws InterruptedException {
        return ended.await(timeoutMillis, TimeUnit.MILLISECONDS);
    }

    private void run() {
        turnAt = BootClock.nanos();
        try {
            begin();
            while (!stopped) {
                turn();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            stopped = true;
            ended.countDown();
        }
    }

    private void begin() {
        var early = new ArrayList<Runnable>();
        mailbox.drainTo(early);
        early.stream().filter(each -> !(each instanceof Raised)).forEach(Runnable::run);
        step(Objects.requireNonNull(started));
        executor.turned(state);
        early.stream().filter(each -> each instanceof Raised).forEach(Runnable::run);
    }

    /**
     * A turn that is due comes before the messages: after a pause the machine must learn of it from
     * the clock, and messages that waited carry older times.
     */
    private void turn() throws InterruptedException {
        if (BootClock.nanos() >= turnAt) {
            turnAt = BootClock.nanos() + halfPulseNanos;
            step(Event.Turn::new);
            executor.turned(state);
        }
        long wait = Math.max(0, turnAt - BootClock.nanos());
        @Nullable Runnable next = own.poll();
        if (next == null) {
            next = mailbox.poll(wait, TimeUnit.NANOSECONDS);
        }
        if (next != null) {
            next.run();
        }
    }

    private void step(LongFunction<Event> event) {
        if (stopped) {
            return;
        }
        Event happened = event.apply(BootClock.nanos());
        Mirror.Step step = Mirror.step(state, happened);
        state = step.next();
        executor.execute(step, happened);
    }
}
