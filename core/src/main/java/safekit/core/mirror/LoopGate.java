package safekit.core.mirror;

import safekit.core.failover.LoopCounter;
import safekit.core.failover.LoopLimit;
import safekit.core.failover.RuleAction;

/**
 * What becomes of an order because of maxloop (spec 06 section 7): orders that nobody gave by hand
 * are counted, and past the limit the module stops instead. Pure; the caller keeps the counter.
 */
public final class LoopGate {
    /** What a counted order becomes when the limit is passed. */
    static final Order STOP = new Order(Command.stop, false, "called by maxloop", true, "");

    private LoopGate() {}

    /** The counter afterwards, and the order to execute unless the server reboots instead. */
    public record Passed(LoopCounter counter, LoopCounter.Outcome outcome, Order order) {}

    /**
     * Lets an order through. An administrator's own order begins a new count; a start at boot does
     * not, for it may be the end of an automatic reboot.
     */
    public static Passed pass(
            Order order, LoopCounter counter, long nowEpochSeconds, LoopLimit limit) {
        if (!order.counted()) {
            boolean goesOn = counter.count() == 0 || order.author().equals(Order.AT_BOOT);
            var begun = goesOn ? counter : LoopCounter.startedAt(nowEpochSeconds);
            return new Passed(begun, LoopCounter.Outcome.PROCEED, order);
        }
        var counted = counter.detect(action(order.command()), nowEpochSeconds, limit);
        boolean stopped = counted.outcome() == LoopCounter.Outcome.STOP_BY_MAXLOOP;
        return new Passed(counted.counter(), counted.outcome(), stopped ? STOP : order);
    }

    private static RuleAction action(Command command) {
        return switch (command) {
            case restart -> RuleAction.restart;
            case stopstart -> RuleAction.stopstart;
            case wait -> RuleAction.wait;
            case swap -> RuleAction.swap;
            default -> RuleAction.stop;
        };
    }
}
