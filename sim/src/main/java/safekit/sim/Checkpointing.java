package safekit.sim;

import java.util.function.BooleanSupplier;
import safekit.core.mirror.Event;

/**
 * The checkpoints of a simulated primary: their numbers in the stream, and which disks have them.
 */
final class Checkpointing {
    private final Host host;
    private final World world;
    private final DataPlane data;
    private final Changes changes;
    private final BooleanSupplier syncFails;
    private long last;
    private long token;
    private long number;
    private boolean own;
    private boolean peers;

    Checkpointing(
            Host host, World world, DataPlane data, Changes changes, BooleanSupplier syncFails) {
        this.host = host;
        this.world = world;
        this.data = data;
        this.changes = changes;
        this.syncFails = syncFails;
    }

    /** A session begins: its first checkpoint says where the numbers of operations begin. */
    void open() {
        last = 0;
        send();
    }

    /** Puts one into the stream. */
    void send() {
        last++;
        host.stream().send(new Frame.Checkpoint(data.session(), last, data.newest()));
    }

    void forget() {
        token = 0;
        number = 0;
    }

    /** The machine wants one: behind the changes that are being made. */
    void begin(long wanted) {
        token = wanted;
        number = 0;
        own = false;
        peers = false;
        long of = data.session();
        Runnable mark =
                () -> {
                    if (data.session() == of && token == wanted) {
                        send();
                        number = last;
                        syncWhenDone(wanted, data.newest());
                    }
                };
        if (world.obeys(DataRule.CHECKPOINT_AWAITS_CHANGES)) {
            changes.whenMade(mark);
        } else {
            mark.run();
        }
    }

    /** A sync of the disk covers what is made: waits for all before the checkpoint. */
    private void syncWhenDone(long wanted, long upTo) {
        host.diskWork(
                () -> {
                    if (token != wanted) {
                        return;
                    }
                    if (!data.doneUpTo(upTo)) {
                        syncWhenDone(wanted, upTo);
                    } else if (syncFails.getAsBoolean()) {
                        host.raise(now -> new Event.ReplicationFailed(now, "simulated: disk"));
                    } else {
                        host.disk.sync();
                        own = true;
                        whenBoth();
                    }
                });
    }

    private void whenBoth() {
        if (own && peers && token != 0) {
            long complete = token;
            token = 0;
            host.raise(now -> new Event.Checkpointed(now, complete));
        }
    }

    /** The one that was just completed is told to the secondary. */
    void retire() {
        host.stream().send(new Frame.Retire(data.session(), number));
    }

    /** Whether the machine waits for the one that the secondary's disk has now. */
    boolean answered(long done) {
        boolean waited = token != 0 && done == number;
        if (waited) {
            peers = true;
            whenBoth();
        }
        return waited;
    }
}
