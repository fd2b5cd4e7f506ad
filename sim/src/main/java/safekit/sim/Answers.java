package safekit.sim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import safekit.core.replication.Outstanding;

/** The product's {@link Outstanding} on a simulated primary: tells the oracle what is answered. */
final class Answers {
    private static final int ROOM = 1024;

    private final World world;
    private final Map<Long, List<Integer>> numbers = new HashMap<>();
    private Outstanding outstanding = new Outstanding(ROOM);
    private boolean open;
    private boolean draining;

    Answers(World world) {
        this.world = world;
        outstanding.rule(Outstanding.Rule.NOTHING);
    }

    boolean accepts() {
        return !draining && outstanding.accepts();
    }

    boolean empty() {
        return outstanding.empty();
    }

    boolean paired() {
        return outstanding.rule() == Outstanding.Rule.PAIRED;
    }

    boolean alone() {
        return outstanding.rule() == Outstanding.Rule.ALONE;
    }

    boolean nothing() {
        return outstanding.rule() == Outstanding.Rule.NOTHING;
    }

    boolean opened() {
        return open;
    }

    long newest() {
        return outstanding.newest();
    }

    long oldestUnconfirmed() {
        return outstanding.oldestUnconfirmed();
    }

    /** An operation in flight; the rule NOTHING ends all that are. */
    record Ticket(Outstanding in, long sequence) {}

    Ticket begin(List<Integer> writes) {
        long sequence = outstanding.begin(world.agenda.now());
        numbers.put(sequence, writes);
        return new Ticket(outstanding, sequence);
    }

    void done(Ticket ticket) {
        if (ticket.in().equals(outstanding)) {
            outstanding.localDone(ticket.sequence());
            answer();
        }
    }

    /** Whether everything up to this operation is done here. */
    boolean doneUpTo(long sequence) {
        return outstanding.locallyDoneUpTo() >= sequence;
    }

    void confirmed(long upTo) {
        outstanding.remoteDone(upTo);
        answer();
    }

    void rule(Outstanding.Rule rule) {
        if (nothing() && rule != Outstanding.Rule.NOTHING) {
            outstanding = new Outstanding(ROOM);
            open = false;
            numbers.clear();
        }
        outstanding.rule(rule);
        answer();
    }

    void drain(boolean on) {
        draining = on;
    }

    /** A session begins. */
    void open() {
        if (nothing()) {
            rule(Outstanding.Rule.FROZEN);
        }
        outstanding.open();
        open = true;
    }

    /** The session is over; what waits for the secondary waits for the next rule. */
    void close() {
        if (open) {
            if (paired()) {
                outstanding.rule(Outstanding.Rule.FROZEN);
            }
            outstanding.close();
            open = false;
        }
    }

    private void answer() {
        for (long s = outstanding.take(); s != Outstanding.NONE; s = outstanding.take()) {
            boolean failed = outstanding.finish(s);
            List<Integer> writes = numbers.remove(s);
            if (!failed && writes != null) {
                writes.forEach(world.oracle::acknowledge);
            }
        }
    }
}
