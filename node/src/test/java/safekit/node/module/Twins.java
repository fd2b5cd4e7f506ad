package safekit.node.module;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import safekit.core.generation.Tuple;
import safekit.core.mirror.Control;
import safekit.core.mirror.Effect;
import safekit.core.mirror.Event;
import safekit.node.replication.CopyProgress;
import safekit.node.replication.Figures;

/** A replication without data whose stream goes to another module of the same JVM. */
final class Twins implements Replication {
    private final AtomicReference<@Nullable Twins> peer = new AtomicReference<>();
    private volatile @Nullable Events events;
    private volatile boolean connected;

    private Twins() {}

    /** Two ends. */
    static Twins[] pair() {
        var one = new Twins();
        var two = new Twins();
        one.peer.set(two);
        two.peer.set(one);
        return new Twins[] {one, two};
    }

    @Override
    public void start(Events to) {
        events = to;
    }

    private void raise(LongFunction<Event> event) {
        Events to = events;
        if (to != null) {
            to.raise(event);
        }
    }

    @Override
    public long refused() {
        return 0;
    }

    private Twins peer() {
        Twins other = peer.get();
        if (other == null) {
            throw new AssertionError("a twin has a peer");
        }
        return other;
    }

    @Override
    public void execute(Effect effect) {
        switch (effect) {
            case Effect.OpenStream _ -> open();
            case Effect.CloseStream _ -> disconnect();
            case Effect.SendControl(Control control) -> send(control);
            case Effect.SendBeat(var beat) -> send(new Control.Pulse(beat));
            case Effect.Settle(long token) -> raise(now -> new Event.Settled(now, token));
            case Effect.Drain(long token) -> raise(now -> new Event.Drained(now, token));
            case Effect.Copy copy -> raise(now -> new Event.Copied(now, copy.session()));
            case Effect.Checkpoint(long token) -> raise(now -> new Event.Checkpointed(now, token));
            default -> {}
        }
    }

    private void open() {
        if (peer().events == null) {
            raise(now -> new Event.StreamDown(now, "nobody listens"));
            return;
        }
        connected = true;
        peer().connected = true;
        raise(Event.StreamUp::new);
    }

    private void send(Control control) {
        if (connected) {
            peer().raise(now -> new Event.ControlHeard(now, control));
        }
    }

    private void disconnect() {
        if (connected) {
            connected = false;
            peer().connected = false;
            peer().raise(now -> new Event.StreamDown(now, "closed by the peer"));
        }
    }

    @Override
    public boolean anchorHolds(Tuple tuple) {
        return true;
    }

    @Override
    public Optional<Figures> figures() {
        return Optional.empty();
    }

    @Override
    public CopyProgress progress() {
        return CopyProgress.NONE;
    }

    @Override
    public String begin(DataQuestion question) {
        return "twins have no data";
    }

    @Override
    public DataAnswer answer(DataQuestion question, int from) {
        return DataAnswer.failed("twins have no data");
    }

    @Override
    public void mount() {}

    @Override
    public void unmount() {}

    @Override
    public void close() {
        disconnect();
        events = null;
    }
}
