package safekit.core.mirror;

import java.util.List;
import safekit.core.message.Message;
import safekit.core.script.Action;
import safekit.core.script.ScriptCall;
import safekit.core.script.ScriptTable;

/** Which command is legal where, and what it begins (spec 07 section 6, OPEN 07-14). */
final class CommandRules {
    private CommandRules() {}

    static void ordered(Move move, Event.Ordered ordered) {
        String error = refusal(move.s, ordered.order());
        move.add(new Effect.Reply(ordered.reply(), error));
        if (error.isEmpty()) {
            begin(move, ordered.order());
        }
    }

    private static String refusal(MirrorState s, Order order) {
        boolean stable = s.settled() && s.ending == null && !s.reopen && !s.swapping;
        boolean running =
                s.phase == Phase.ALONE || s.phase == Phase.PRIMARY || s.phase == Phase.SECONDARY;
        return switch (order.command()) {
            case second ->
                    PolicyRules.waitsForSecond(s) && order.since() == 0 ? "" : alreadyStarted(s);
            case start, prim, primforce -> alreadyStarted(s);
            case stop, shutdown, forcestop -> "";
            case stopstart, wait ->
                    s.ending == null ? "" : "the module is stopping (" + s.shown + ")";
            case restart -> running && stable ? "" : "restart needs a Ready state, not " + s.shown;
            case swap -> swapRefusal(s, stable, order.nosync());
        };
    }

    private static String alreadyStarted(MirrorState s) {
        return "the module is already started (" + s.shown + ")";
    }

    private static String swapRefusal(MirrorState s, boolean stable, boolean nosync) {
        boolean paired = s.phase == Phase.PRIMARY || (s.phase == Phase.SECONDARY && s.grant);
        if (!paired || !stable) {
            return "swap needs PRIM Ready and SECOND Ready, not " + s.shown;
        }
        Beat peer = s.peer;
        boolean takesOver =
                s.phase == Phase.SECONDARY ? s.failover : peer != null && peer.failover();
        return !nosync || takesOver ? "" : "swap nosync needs failover on on the secondary";
    }

    private static void begin(Move move, Order order) {
        MirrorState s = move.s;
        move.logAction(order);
        move.because("command " + order.command());
        switch (order.command()) {
            case stop, shutdown ->
                    LeaveRules.stop(move, new MirrorState.Ending(Action.stop, false, false));
            case stopstart ->
                    LeaveRules.stop(move, new MirrorState.Ending(Action.stopstart, true, true));
            case wait ->
                    LeaveRules.stop(move, new MirrorState.Ending(Action.stopwait, true, false));
            case forcestop -> LeaveRules.force(move);
            case restart -> restart(move, order);
            case swap -> swap(move, order.nosync());
            case second -> PolicyRules.second(move, order);
            case start, prim, primforce -> throw new AssertionError("refused before");
        }
        s.blocked = s.blocked && s.phase == Phase.ASKING;
    }

    private static void restart(Move move, Order order) {
        MirrorState s = move.s;
        var options = ScriptTable.Options.MIRROR;
        if (!order.services().isEmpty()) {
            options = options.withRestartServices(List.of(order.services().split(", *")));
        }
        for (ScriptCall call : ScriptTable.calls(s.scripts, s.scripts, Action.restart, options)) {
            move.queue(new Task.Script(call));
        }
        move.reach(Task.Milestone.READY);
    }

    private static void swap(Move move, boolean nosync) {
        MirrorState s = move.s;
        if (s.phase == Phase.PRIMARY && nosync) {
            SwapRules.withoutSync(move);
        } else if (s.phase == Phase.PRIMARY) {
            s.swapWanted = true;
        } else {
            move.log(Message.SWAP_BEGUN.line());
            move.send(nosync ? Verb.SWAP_ASK_NOSYNC : Verb.SWAP_ASK, 0, s.peerIncarnation);
        }
    }
}
