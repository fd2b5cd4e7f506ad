package safekit.node.warden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import safekit.core.bytes.Refusal;
import safekit.core.generation.Tuple;
import safekit.core.mirror.Beat;
import safekit.core.mirror.Effect;
import safekit.core.mirror.Warden;
import safekit.linux.clock.BootClock;
import safekit.linux.clock.BootId;
import safekit.node.heartbeat.Heartbeats;
import safekit.node.heartbeat.Listener;
import safekit.node.module.ModuleSetup;
import safekit.node.store.TupleFile;

/**
 * Stands in for a module whose process does not run: tells the peer so on each heartbeat, and
 * answers its questions. One object is one standing in, from {@link #start} to {@link #stop}; the
 * ports are free before and after. An error of the disk ends the standing in: a silent node is
 * safe.
 */
public final class ModuleWarden {
    private static final int MAILBOX = 1024;

    private final ModuleSetup setup;
    private final long dead;
    private final ArrayBlockingQueue<Beat> mailbox = new ArrayBlockingQueue<>(MAILBOX);
    private final Heartbeats heartbeats;
    private final TupleFile file;
    private final Thread thread;
    private volatile Warden.State state;
    private volatile boolean stopped;

    private ModuleWarden(ModuleSetup setup, long number, boolean anchorHolds, long reservedNanos)
            throws IOException {
        this.setup = setup;
        dead = number << 16 | 0xffff;
        file = TupleFile.open(setup.home().tupleSlots(), Tuple.empty(setup.directories()));
        long now = BootClock.nanos();
        state =
                Warden.standIn(
                        setup.settings(),
                        file.tuple(),
                        dead,
                        BootId.read(),
                        anchorHolds,
                        now,
                        now + reservedNanos);
        heartbeats =
                Heartbeats.open(
                        setup.identity(), setup.key(), setup.routes(), dead, new FromHeartbeats());
        thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("warden " + setup.home().name())
                        .unstarted(this::run);
    }

    /**
     * Begins to stand in. The process must be gone.
     *
     * @param number the module's durable counter, taken anew for this standing in: it must be
     *     greater than that of every process before and never be used by another standing in
     * @param anchorHolds whether the directories carry the tuple's anchor
     * @param reservedNanos what {@link #reservedNanos} of the standing in before said, 0 = none
     */
    public static ModuleWarden start(
            ModuleSetup setup, long number, boolean anchorHolds, long reservedNanos)
            throws IOException {
        var warden = new ModuleWarden(setup, number, anchorHolds, reservedNanos);
        warden.thread.start();
        return warden;
    }

    /** Ends it; the ports are free and the tuple is closed when this returns. */
    public void stop() throws IOException, InterruptedException {
        stopped = true;
        thread.interrupt();
        thread.join();
        heartbeats.close();
        file.close();
    }

    /** Time for which a peer was promised that nothing is decided here: for the next process. */
    public long reservedNanos() {
        return state.reservedNanos(BootClock.nanos());
    }

    /** Whether a process that ended without an order was a primary: it starts as a receiver. */
    public boolean diedAsPrimary() {
        return state.diedAsPrimary();
    }

    /** What is durable on this node. */
    public Tuple tuple() {
        return state.tuple();
    }

    private void run() {
        try {
            while (!stopped) {
                long wait = Math.max(0, state.nextPulseAt() - BootClock.nanos());
                Beat beat = mailbox.poll(wait, TimeUnit.NANOSECONDS);
                if (beat != null) {
                    execute(Warden.heard(state, BootClock.nanos(), beat));
                }
                execute(Warden.turn(state, BootClock.nanos()));
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void execute(Warden.Step step) {
        for (Effect effect : step.effects()) {
            switch (effect) {
                case Effect.Persist(var tuple) -> persist(tuple);
                case Effect.SendBeat(var beat) -> heartbeats.send(beat);
                default -> throw new AssertionError("not an effect of the warden: " + effect);
            }
        }
        state = step.next();
    }

    private void persist(Tuple tuple) {
        try {
            file.write(tuple);
        } catch (IOException e) {
            stopped = true;
            throw new UncheckedIOException(
                    "the tuple of " + setup.home().name() + " cannot be written", e);
        }
    }

    private final class FromHeartbeats implements Listener {
        @Override
        public void heard(int lan, Beat beat) {
            boolean _ = mailbox.offer(beat);
        }

        @Override
        public void refused(int lan, Refusal refusal) {}

        @Override
        public void localAddress(int lan, boolean present) {}
    }
}
