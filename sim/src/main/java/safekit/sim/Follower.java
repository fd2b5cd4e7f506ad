package safekit.sim;

import java.util.ArrayDeque;
import java.util.List;
import safekit.core.bytes.Refused;
import safekit.core.replication.Receiver;

/**
 * The secondary's side of one session: the product's {@link Receiver} refuses a gap and another
 * session; its operations wait in a queue until they are applied.
 */
final class Follower {
    private record Queued(long sequence, List<Frame.Part> parts) {}

    private final Host host;
    private final World world;
    private final Disk disk;
    private final long session;
    private final Receiver order;
    private final ArrayDeque<Queued> queue = new ArrayDeque<>();
    private boolean mixture;
    private boolean failed;
    private boolean failureTold;

    /** Of session 0 when there is none: it holds nothing and hears nothing. */
    Follower(Host host, World world, Disk disk, long session, boolean mixture) {
        this.mixture = mixture;
        this.host = host;
        this.world = world;
        this.disk = disk;
        this.session = session;
        this.order = new Receiver(session == 0 ? 1 : session);
    }

    List<Integer> queued() {
        return queue.stream().flatMap(one -> one.parts().stream()).map(Frame.Part::number).toList();
    }

    boolean queuedBlock(int block) {
        return queue.stream()
                .flatMap(one -> one.parts().stream())
                .anyMatch(part -> part.place() == block);
    }

    void applyAll() {
        apply(Integer.MAX_VALUE);
    }

    /** An operation cannot be applied: neither is any later one. What is lost with them. */
    List<Integer> fail() {
        List<Integer> lost = queued();
        failed = true;
        queue.clear();
        return lost;
    }

    /** Whether something received was not applied; said once. */
    boolean forgetFailure() {
        boolean news = failed && !failureTold;
        failureTold |= news;
        return news;
    }

    void heard(Frame frame) {
        if (failed) {
            return;
        }
        try {
            switch (frame) {
                case Frame.Operation op -> operation(op);
                case Frame.Block block -> {
                    applyAll();
                    disk.memory[block.block()] = block.number();
                }
                case Frame.Checkpoint check -> {
                    order.checkpoint(check.session(), check.number(), check.after());
                    syncFor(check.number());
                }
                case Frame.Retire retire -> order.retire(retire.session(), retire.number());
                case Frame.Sync sync -> {
                    applyAll();
                    disk.sync();
                    host.stream().send(new Frame.SyncDone(sync.session(), sync.upTo()));
                }
                default -> throw new AssertionError("not for a receiver: " + frame);
            }
        } catch (Refused refused) {
            world.oracle.broken("R2 " + refused.getMessage());
        }
    }

    private void operation(Frame.Operation op) throws Refused {
        order.frame(op.session(), op.sequence());
        order.operation();
        queue.add(new Queued(op.sequence(), op.parts()));
        if (!world.acknowledgeOnReceipt) {
            applyAll();
        }
        host.stream()
                .send(new Frame.Ack(op.session(), order.confirmed(world.acknowledgeOnReceipt)));
    }

    /** The secondary works its queue off, now and then. */
    void apply(int atMost) {
        int left = atMost;
        while (left-- > 0 && !queue.isEmpty()) {
            Queued one = queue.poll();
            one.parts().forEach(this::put);
            order.applied(one.sequence());
        }
    }

    /** R2: outside a copy each write finds what it was made over on the primary. */
    private void put(Frame.Part part) {
        int parent = world.oracle.writes.get(part.number()).parent;
        if (!mixture && disk.memory[part.place()] != parent) {
            world.oracle.broken(
                    "R2 write "
                            + part.number()
                            + " of place "
                            + part.place()
                            + " is applied over "
                            + disk.memory[part.place()]
                            + ", not over "
                            + parent);
        }
        disk.memory[part.place()] = part.number();
    }

    private void syncFor(long number) {
        applyAll();
        mixture &= number == 1;
        host.diskWork(
                () -> {
                    if (failed) {
                        return;
                    }
                    applyAll();
                    disk.sync();
                    order.synced(number);
                    host.stream().send(new Frame.CheckpointDone(session, number));
                });
    }
}
