package safekit.node.replication;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import safekit.core.bytes.Refused;
import safekit.core.mirror.Control;
import safekit.core.mirror.Event;
import safekit.core.wire.Signal;

/** Takes what arrives on the stream, on its reading thread, to where it belongs. */
final class Arrivals implements Connection.User {
    private final Replication owner;
    private final ReplicationSettings settings;
    private final Sender sender;
    private final Secondary secondary;
    private final Reintegration reintegration;
    private final Consumer<Event> events;
    private final LongSupplier clock;
    private final Report report;
    private long heardAt;

    Arrivals(
            Replication owner,
            ReplicationSettings settings,
            Sender sender,
            Secondary secondary,
            Reintegration reintegration,
            Consumer<Event> events,
            LongSupplier clock,
            Report report) {
        this.owner = owner;
        this.settings = settings;
        this.sender = sender;
        this.secondary = secondary;
        this.reintegration = reintegration;
        this.events = events;
        this.clock = clock;
        this.report = report;
    }

    @Override
    public void control(Control control) {
        events.accept(new Event.ControlHeard(clock.getAsLong(), control));
    }

    @Override
    public void frame(Link link, Connection.Frame frame) throws Refused {
        long now = clock.getAsLong();
        if (now - heardAt >= settings.pulseNanos()) {
            heardAt = now;
            events.accept(new Event.StreamHeard(now));
        }
        switch (frame.type()) {
            case OPERATIONS, CHECKPOINT, RETIRE ->
                    secondary.frame(link, frame.reader(), frame.bytes());
            case ACK -> {
                boolean onReceipt = settings.acknowledgeOnReceipt();
                long upTo = frame.acknowledged(onReceipt);
                sender.locked(
                        () -> {
                            if (sender.forwards()) {
                                sender.flight().outstanding().remoteDone(upTo);
                            }
                        });
            }
            default -> signal(frame.signal());
        }
    }

    private void signal(Signal signal) {
        switch (signal) {
            case Signal.CheckpointDone(long number) -> {
                if (!reintegration.checkpointed(number)) {
                    owner.half(number);
                }
            }
            case Signal.SyncDone(long sequence, int error) -> {
                if (error == 0) {
                    sender.locked(() -> sender.flight().outstanding().remoteSynced(sequence));
                } else {
                    owner.stall("the secondary could not sync its disk: errno " + error);
                }
            }
            case Signal.Differences differences ->
                    sender.locked(() -> reintegration.answered(differences));
            case Signal.ExtentsPart part -> reintegration.heard(part);
            case Signal.Goodbye(var why, var sentence) ->
                    report.note("the peer ends the stream: " + why + " " + sentence);
            case Signal.Checkpoint c -> {}
            case Signal.Retire r -> {}
        }
    }

    @Override
    public void down(String why) {
        events.accept(new Event.StreamDown(clock.getAsLong(), why));
    }

    @Override
    public void roomMade() {
        sender.locked(() -> {});
    }
}
