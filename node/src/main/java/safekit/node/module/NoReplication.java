package safekit.node.module;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import safekit.core.generation.Tuple;
import safekit.core.mirror.Effect;
import safekit.core.mirror.Event;
import safekit.node.replication.CopyProgress;
import safekit.node.replication.Figures;

/** Nothing to replicate and no stream: everything is settled at once. */
public final class NoReplication implements Replication {
    private @Nullable Events events;

    /** Not started yet. */
    public NoReplication() {}

    @Override
    public void start(Events to) {
        events = to;
    }

    @Override
    public void execute(Effect effect) {
        Events to = Objects.requireNonNull(events);
        switch (effect) {
            case Effect.OpenStream _ ->
                    to.raise(now -> new Event.StreamDown(now, "this module has no stream"));
            case Effect.Settle(long token) -> to.raise(now -> new Event.Settled(now, token));
            case Effect.Drain(long token) -> to.raise(now -> new Event.Drained(now, token));
            case Effect.Copy copy -> to.raise(now -> new Event.Copied(now, copy.session()));
            case Effect.Checkpoint(long token) ->
                    to.raise(now -> new Event.Checkpointed(now, token));
            default -> {}
        }
    }

    @Override
    public boolean anchorHolds(Tuple tuple) {
        return true;
    }

    @Override
    public long refused() {
        return 0;
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
        return "this module replicates nothing";
    }

    @Override
    public DataAnswer answer(DataQuestion question, int from) {
        return DataAnswer.failed("this module replicates nothing");
    }

    @Override
    public void mount() {}

    @Override
    public void unmount() {}

    @Override
    public void close() {}
}
