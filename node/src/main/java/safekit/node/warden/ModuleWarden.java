package safekit.node.warden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
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
import safekit.node.store.KeptValues;
import safekit.node.store.TupleFile;

/**
 * Stands in for a module whose process does not run: tells the peer so on each heartbeat, and
 * answers its questions. One object is one standing in, from {@link #start} to {@link #stop}; the
 * ports are free before and after. An error of the disk ends the standing in: a silent node is
 * safe.
 */
public final class ModuleWarden {
    private static final System.Logger LOG = System.getLogger(ModuleWarden.class.getName());
    private static final int MAILBOX = 1024;

    /** Lower bits of an incarnation: runs of a process in the first half, then standings in. */
    private static final int RUNS = 0xffff;

    private static final int FIRST_STANDING_IN = 0x8000;

    private final ModuleSetup setup;
    private final long dead;
    private final ArrayBlockingQueue<Runnable> mailbox = new ArrayBlockingQueue<>(MAILBOX);
    private final Heartbeats heartbeats;
    private final TupleFile file;
    private final Thread thread;
    private volatile Warden.State state;
    private volatile boolean stopped;

    private ModuleWarden(
            ModuleSetup setup, long deadIncarnation, boolean anchorHolds, long reservedNanos)
            throws IOException {
        this.setup = setup;
        dead = deadIncarnation | RUNS;
        file = TupleFile.open(setup.home().tupleSlots(), setup.directories());
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
                        setup.identity(),
                        setup.key(),
                        setup.routes(),
                        speaker(setup, deadIncarnation),
                        new FromHeartbeats());
        thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("warden " + setup.home().name())
                        .uncaughtExceptionHandler(this::broken)
                        .unstarted(this::run);
    }

    /**
     * Begins to stand in. The process must be gone.
     *
     * @param deadIncarnation that of the last process; all up to it are gone. 0 = none ran yet
     * @param anchorHolds whether the directories carry the tuple's anchor
     * @param reservedNanos what {@link #reservedNanos} of the standing in before said, 0 = none
     */
    public static ModuleWarden start(
            ModuleSetup setup, long deadIncarnation, boolean anchorHolds, long reservedNanos)
            throws IOException {
        var warden = new ModuleWarden(setup, deadIncarnation, anchorHolds, reservedNanos);
        warden.thread.start();
        return warden;
    }

    /**
     * Under which incarnation this standing in sends: above every run of the dead process, below
     * the next process, and never used before, because it makes the nonces of the seals.
     */
    private static long speaker(ModuleSetup setup, long deadIncarnation) throws IOException {
        boolean none = deadIncarnation >>> 16 == 0;
        long number = none ? System.currentTimeMillis() / 1000 - 1 : deadIncarnation >>> 16;
        KeptValues kept = KeptValues.open(setup.home().userVar().resolve("standin"));
        long next = kept.number("number", -1) == number ? kept.number("next", 0) : 0;
        if (FIRST_STANDING_IN + next > RUNS) {
            throw new IOException("a process of the module must run before it is stood in again");
        }
        kept.put(Map.of("number", Long.toString(number), "next", Long.toString(next + 1)));
        return number << 16 | (FIRST_STANDING_IN + next);
    }

    /** Ends it; the ports are free and the tuple is closed when this returns. */
    public void stop() throws IOException, InterruptedException {
        stopped = true;
        boolean _ = mailbox.offer(() -> {});
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
                Runnable next = mailbox.poll(wait, TimeUnit.NANOSECONDS);
                if (next != null) {
                    next.run();
                }
                execute(Warden.turn(state, BootClock.nanos()));
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void broken(Thread thread, Throwable why) {
        stopped = true;
        LOG.log(System.Logger.Level.ERROR, thread.getName() + " is silent from now on", why);
    }

    private void execute(Warden.Step step) {
        state = step.next();
        for (Effect effect : step.effects()) {
            switch (effect) {
                case Effect.Persist(var tuple) -> persist(tuple);
                case Effect.SendBeat(var beat) -> heartbeats.send(beat);
                default -> throw new AssertionError("not an effect of the warden: " + effect);
            }
        }
    }

    private void persist(Tuple tuple) {
        try {
            file.write(tuple);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the tuple of " + setup.home().name() + " cannot be written", e);
        }
    }

    private final class FromHeartbeats implements Listener {
        @Override
        public void heard(int lan, Beat beat) {
            boolean _ = mailbox.offer(() -> execute(Warden.heard(state, BootClock.nanos(), beat)));
        }

        @Override
        public void refused(int lan, Refusal refusal) {}

        @Override
        public void localAddress(int lan, boolean present) {}
    }
}
