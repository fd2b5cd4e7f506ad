package safekit.sim;

import java.time.Duration;
import safekit.core.failover.LoopCounter;
import safekit.core.failover.LoopLimit;
import safekit.core.mirror.Command;
import safekit.core.mirror.Event;
import safekit.core.mirror.LoopGate;
import safekit.core.mirror.Order;

/**
 * The durable loop counter of one host, and M8: between two orders of an administrator no more than
 * maxloop actions of components are executed.
 */
final class LoopCheck {
    private static final long NANOS = 1_000_000_000L;
    private static final LoopLimit LIMIT = new LoopLimit(1, Duration.ofHours(24), false);

    private final World world;
    private final int index;
    private LoopCounter counter = LoopCounter.startedAt(0);
    private int executed;

    LoopCheck(World world, int index) {
        this.world = world;
        this.index = index;
    }

    /** Orders a running module. */
    void give(Host host, Order order) {
        if (host.runs()) {
            Order passed = pass(order);
            host.raise(now -> new Event.Ordered(now, passed, 1));
        }
    }

    /** What the machine is told instead of this order. */
    Order pass(Order order) {
        long now = world.agenda.now() / NANOS;
        LoopGate.Passed passed = LoopGate.pass(order, counter, now, LIMIT);
        counter = passed.counter();
        judge(order, passed.order());
        return passed.order();
    }

    private void judge(Order asked, Order executes) {
        if (!asked.counted()) {
            executed = 0;
            return;
        }
        boolean automatic = asked.author().equals(Order.AUTOMATIC.author());
        if (automatic || executes.command() == Command.stop) {
            return;
        }
        executed++;
        if (executed > LIMIT.maxloop()) {
            world.oracle.broken("M8 " + executed + " automatic actions on node " + index);
        }
    }
}
