package safekit.node.module;

import java.io.IOException;
import java.util.Map;
import safekit.core.config.module.Service;
import safekit.core.failover.LoopCounter;
import safekit.core.failover.LoopLimit;
import safekit.core.mirror.LoopGate;
import safekit.core.mirror.Order;
import safekit.node.store.KeptValues;

/**
 * The loop counter of a module on this node, kept on disk, and its two resources (spec 06 section
 * 7). Only for the thread of the loop.
 */
final class MaxLoop {
    private static final String BY = "heart";

    private final KeptValues kept;
    private final LoopLimit limit;
    private final ResourceBoard board;
    private LoopCounter counter;
    private String unkept = "";

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

    /** Counts an order that nobody gave by hand; says what becomes of it. */
    LoopGate.Passed pass(Order order) {
        LoopGate.Passed passed = LoopGate.pass(order, counter, now(), limit);
        keep(passed.counter(), passed.outcome());
        return passed;
    }

    /** {@code incloop}: false when the limit is passed. */
    boolean increment() {
        LoopCounter.Counted counted = counter.increment(now(), limit);
        keep(counted.counter(), counted.outcome());
        return counted.outcome() == LoopCounter.Outcome.PROCEED;
    }

    /** {@code checkloop}. */
    boolean limitReached() {
        return counter.limitReached(now(), limit);
    }

    /** {@code resetloop}. */
    void reset() {
        keep(LoopCounter.startedAt(now()), LoopCounter.Outcome.PROCEED);
    }

    /**
     * Why the newest count is only in memory, empty when it is on the disk: a full disk must not
     * stop a module from being ordered about.
     */
    String unkept() {
        return unkept;
    }

    private void keep(LoopCounter next, LoopCounter.Outcome outcome) {
        board.set(
                "heart.maxloop",
                Boolean.toString(outcome == LoopCounter.Outcome.STOP_BY_MAXLOOP),
                BY);
        if (next.equals(counter)) {
            return;
        }
        counter = next;
        try {
            kept.put(
                    Map.of(
                            "init", Long.toString(counter.initEpochSeconds()),
                            "count", Integer.toString(counter.count()),
                            "last", Long.toString(counter.lastEpochSeconds())));
            unkept = "";
        } catch (IOException full) {
            unkept = "the loop counter cannot be kept: " + full.getMessage();
        }
        board.assign("heart.stopstartloop", Long.toString(counter.initEpochSeconds()), BY);
    }

    private static long now() {
        return System.currentTimeMillis() / 1000;
    }
}
