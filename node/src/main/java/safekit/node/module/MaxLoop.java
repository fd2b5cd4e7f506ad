package safekit.node.module;

import java.io.IOException;
import java.util.Map;
import safekit.core.config.module.Service;
import safekit.core.failover.LoopCounter;
import safekit.core.failover.LoopLimit;
import safekit.core.failover.RuleAction;
import safekit.core.mirror.Command;
import safekit.core.mirror.Order;
import safekit.node.store.KeptValues;

/**
 * The loop counter of a module on this node, kept on disk, and its two resources (spec 06 section
 * 7). Only for the thread of the loop.
 */
final class MaxLoop {
    /** What a counted order becomes when the limit is passed. */
    static final Order STOP = new Order(Command.stop, false, "called by maxloop", true, "");

    private static final String BY = "heart";

    private final KeptValues kept;
    private final LoopLimit limit;
    private final ResourceBoard board;
    private LoopCounter counter;

    MaxLoop(KeptValues kept, Service service, ResourceBoard board) {
        this.kept = kept;
        this.board = board;
        limit = new LoopLimit(service.maxLoop(), service.loopInterval(), service.automaticReboot());
        counter =
                new LoopCounter(
                        kept.number("init", now()),
                        (int) kept.number("count", 0),
                        kept.number("last", now()));
        board.set("heart.stopstartloop", Long.toString(counter.initEpochSeconds()), BY);
        board.set("heart.maxloop", "false", BY);
    }

    /** What a counted order becomes. */
    LoopCounter.Outcome detect(RuleAction action) throws IOException {
        return keep(counter.detect(action, now(), limit));
    }

    /** {@code incloop}: false when the limit is passed. */
    boolean increment() throws IOException {
        return keep(counter.increment(now(), limit)) == LoopCounter.Outcome.PROCEED;
    }

    /** {@code checkloop}. */
    boolean limitReached() {
        return counter.limitReached(now(), limit);
    }

    /** {@code resetloop}, and each order that an administrator gives by hand. */
    void reset() throws IOException {
        if (counter.count() != 0) {
            keep(
                    new LoopCounter.Counted(
                            LoopCounter.startedAt(now()), LoopCounter.Outcome.PROCEED));
        }
        board.set("heart.maxloop", "false", BY);
    }

    private LoopCounter.Outcome keep(LoopCounter.Counted counted) throws IOException {
        counter = counted.counter();
        kept.put(
                Map.of(
                        "init", Long.toString(counter.initEpochSeconds()),
                        "count", Integer.toString(counter.count()),
                        "last", Long.toString(counter.lastEpochSeconds())));
        board.assign("heart.stopstartloop", Long.toString(counter.initEpochSeconds()), BY);
        if (counted.outcome() == LoopCounter.Outcome.STOP_BY_MAXLOOP) {
            board.set("heart.maxloop", "true", BY);
        }
        return counted.outcome();
    }

    private static long now() {
        return System.currentTimeMillis() / 1000;
    }
}
