package safekit.node.replication;

import safekit.core.bytes.Refusal;
import safekit.core.bytes.Refused;
import safekit.core.mirror.Control;
import safekit.core.mirror.Event;
import safekit.core.replication.Outstanding;
import safekit.core.wire.Signal;

/** Takes what arrives on the stream, on its reading thread, to where it belongs. */
final class Arrivals implements Connection.User {
    private final Replication owner;
    private final ReplicationSettings settings;
    private final Sender sender;
    private final Secondary secondary;
    private final Reintegration reintegration;
    private final Barriers barriers;
    private final Report report;
    private final Verifications verifications;
    private long heardAt = System.nanoTime();

    Arrivals(
            Replication owner,
            ReplicationSettings settings,
            Sender sender,
            Secondary secondary,
            Reintegration reintegration,
            Barriers barriers,
            Report report,
            Verifications verifications) {
        this.owner = owner;
        this.settings = settings;
        this.sender = sender;
        this.secondary = secondary;
        this.reintegration = reintegration;
        this.barriers = barriers;
        this.report = report;
        this.verifications = verifications;
    }

    @Override
    public void control(Control control) {
        owner.raise(now -> new Event.ControlHeard(now, control));
    }

    @Override
    public void frame(Link link, Connection.Frame frame) throws Refused {
        long at = System.nanoTime();
        if (at - heardAt >= settings.pulseNanos()) {
            heardAt = at;
            owner.raise(Event.StreamHeard::new);
        }
        switch (frame.type()) {
            case OPERATIONS, CHECKPOINT, RETIRE ->
                    secondary.frame(link, frame.reader(), frame.bytes());
            case ACK -> acknowledged(frame.acknowledged(settings.acknowledgeOnReceipt()));
            default -> signal(frame.signal());
        }
    }

    @Override
    public void caughtUp(Link link) {
        secondary.caughtUp(link);
    }

    private void acknowledged(long upTo) throws Refused {
        var newest = new long[] {Long.MAX_VALUE};
        sender.locked(
                () -> {
                    Outstanding outstanding = sender.flight().outstanding();
                    newest[0] = sender.forwards() ? outstanding.newest() : Long.MAX_VALUE;
                    if (sender.forwards() && upTo <= newest[0]) {
                        outstanding.remoteDone(upTo);
                    }
                });
        if (upTo > newest[0]) {
            throw new Refused(
                    Refusal.Reason.OUT_OF_ORDER,
                    "operation %d is confirmed, the newest is %d".formatted(upTo, newest[0]));
        }
    }

    private void signal(Signal signal) {
        switch (signal) {
            case Signal.CheckpointDone(long number) -> {
                if (!reintegration.checkpointed(number)) {
                    barriers.half(number, sender.session());
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
                    sender.locked(
                            () -> {
                                reintegration.answered(differences);
                                verifications.answered(differences);
                            });
            case Signal.ExtentsPart part -> reintegration.heard(part);
            case Signal.Goodbye(var why, var sentence) ->
                    report.note("the peer ends the stream: " + why + " " + sentence);
            case Signal.Verify(long number) -> verifications.asked(number);
            case Signal.Verified verified -> verifications.verified(verified);
            case Signal.Checkpoint c -> {}
            case Signal.Retire r -> {}
        }
    }

    @Override
    public void down(String why) {
        owner.raise(now -> new Event.StreamDown(now, why));
    }

    @Override
    public void roomMade() {
        sender.locked(() -> {});
    }
}
