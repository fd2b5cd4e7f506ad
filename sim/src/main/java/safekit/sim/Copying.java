package safekit.sim;

import java.util.ArrayDeque;
import safekit.core.generation.Meeting;

/**
 * The sender of a reintegration: waits for the receiver's logs and for a moment in which nothing is
 * changed, then copies place by place, while the application goes on.
 */
final class Copying {
    private static final long MILLI = 1_000_000L;

    private final Host host;
    private final World world;
    private final DataPlane data;
    private final Changes changes;
    private final ArrayDeque<Integer> left = new ArrayDeque<>();
    private Meeting.Copy plan = Meeting.Copy.EVERYTHING;

    /** The session that is copied to; 0 = none. */
    private long session;

    private boolean awaitsLogs;
    private boolean quiescing;

    Copying(Host host, World world, DataPlane data, Changes changes) {
        this.host = host;
        this.world = world;
        this.data = data;
        this.changes = changes;
    }

    void forget() {
        session = 0;
        awaitsLogs = false;
        quiescing = false;
        left.clear();
    }

    void start(long newSession, Meeting.Copy newPlan) {
        forget();
        session = newSession;
        plan = newPlan;
        awaitsLogs = true;
    }

    /** Whether changes have to wait because a moment without any is wanted. */
    boolean quiescing() {
        return quiescing;
    }

    /** The receiver's logs: what differs is known when nothing is being changed. */
    void heard(Frame.Logs receiver) {
        if (!awaitsLogs) {
            return;
        }
        awaitsLogs = false;
        quiescing = true;
        long of = session;
        changes.whenMade(
                () -> {
                    if (session == of && quiescing) {
                        begin(receiver);
                    }
                });
    }

    private void begin(Frame.Logs receiver) {
        quiescing = false;
        data.openSession();
        var places = data.logbook().toCopy(plan, receiver);
        world.trace("N" + host.index + " copies " + places);
        world.oracle.copies(host, world.peer(host), places);
        left.addAll(places);
        step(session);
    }

    private void step(long of) {
        if (session != of) {
            return;
        }
        int now = 1 + host.draw().below(4);
        while (now-- > 0 && !left.isEmpty()) {
            int place = left.remove();
            if (changes.touch(place) && world.obeys(DataRule.COPY_HOLDS_STILL)) {
                left.add(place);
            } else {
                host.stream().send(new Frame.Block(session, place, data.memory(place)));
            }
        }
        if (left.isEmpty()) {
            session = 0;
            data.copied();
            return;
        }
        long mine = host.life();
        world.agenda.after(
                host.draw().between(MILLI / 10, 2 * MILLI),
                () -> host.sleeper().whenAwake(mine, () -> step(of)));
    }
}
